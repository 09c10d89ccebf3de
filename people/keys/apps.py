from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "people.keys"
    label = "keys"
    verbose_name = "Sleutels"
