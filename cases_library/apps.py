from django.apps import AppConfig


class CasesLibraryConfig(AppConfig):
    name = "cases_library"
    label = "cases_library"
    verbose_name = "Casussen"

    def ready(self) -> None:
        from cases_library import held, publishing, travelling  # noqa: F401  publishing tells cms how a case becomes an edition

        held.register()
        travelling.register()
