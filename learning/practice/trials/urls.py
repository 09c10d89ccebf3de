"""/proef/"""

from django.urls import path

from learning.practice.trials import views

app_name = "trials"
urlpatterns = [
    path("opmerkingen/<uuid:remark>/wijzigen/", views.change, name="remark-change"),
    path("opmerkingen/<uuid:remark>/terugnemen/", views.take_back, name="remark-take-back"),
    path("<uuid:group>/", views.group, name="group"),
    path("<uuid:group>/<uuid:part>/", views.part, name="part"),
    path("<uuid:group>/<uuid:part>/opmerking/", views.remark, name="remark"),
]
