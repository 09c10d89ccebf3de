from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "Mensen"

    def ready(self) -> None:
        from people import audit, erasure, everything, held

        audit.connect()
        erasure.connect()
        held.register()
        everything.register()
