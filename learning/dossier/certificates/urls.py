"""/dossier/certificaten/, /controle/, /uitgevers/ and /beheer/certificaten/"""

from django.urls import path

from learning.dossier.certificates.views import checking, issuing, own

app_name = "certificates"
urlpatterns = [
    path("dossier/certificaten/", own.overview, name="overview"),
    path("dossier/certificaten/<uuid:enrolment>/nemen/", own.take, name="take"),
    path("dossier/certificaten/<uuid:certificate>/", own.one, name="one"),
    path("dossier/certificaten/<uuid:certificate>/pdf/", own.paper, name="paper"),
    path("dossier/certificaten/<uuid:certificate>/badge/", own.badge, name="badge"),
    path("dossier/certificaten/<uuid:certificate>/intrekken/", own.withdraw, name="withdraw"),
    path("controle/<str:code>/", checking.check, name="check"),
    path("uitgevers/<slug:organisation>/did.json", checking.keys, name="did"),
    path("uitgevers/<slug:organisation>/ingetrokken.jwt", checking.withdrawals, name="withdrawals"),
    path("beheer/certificaten/<slug:organisation>/", issuing.issued, name="issued"),
    path("beheer/certificaten/<slug:organisation>/geldigheid/", issuing.months, name="months"),
    path("beheer/certificaten/<slug:organisation>/<uuid:certificate>/intrekken/", issuing.withdraw, name="revoke"),
]
