from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "Mensen"

    def ready(self) -> None:
        from people import audit, erasure, everything, held
        from people.retention import own, reminding

        audit.connect()
        erasure.connect()
        held.register()
        everything.register()
        own.told()
        reminding.register()
