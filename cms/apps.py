from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Inhoud"

    def ready(self) -> None:
        from cms.editions import signals  # noqa: F401  connects publishing to compiling
