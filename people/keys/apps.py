from django.apps import AppConfig
from django.core.checks import Tags, register


class KeysConfig(AppConfig):
    name = "people.keys"
    label = "keys"
    verbose_name = "Sleutels"

    def ready(self) -> None:
        from people.keys.checks import master_key_fits

        register(master_key_fits, Tags.database)
