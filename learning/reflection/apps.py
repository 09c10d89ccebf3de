from django.apps import AppConfig


class ReflectionConfig(AppConfig):
    name = "learning.reflection"
    label = "reflection"
    verbose_name = "Spiegel"

    def ready(self) -> None:
        from learning.reflection.taking import kinds

        kinds.register()
