from django.apps import AppConfig


class CasesLibraryConfig(AppConfig):
    name = "cases_library"
    label = "cases_library"
    verbose_name = "Casussen"
