from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Inhoud"

    def ready(self) -> None:
        from cms import held, permissions, protection  # noqa: F401  protection connects what may not be deleted
        from cms.editions import reflection_questions, signals  # noqa: F401  connects publishing to compiling

        permissions.register_policies()
        permissions.connect_memberships()
        held.register()
