from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "learning.practice"
    label = "practice"
    verbose_name = "Oefenen"
