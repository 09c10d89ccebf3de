from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Inhoud"

    def ready(self) -> None:
        from cms import held, keeping, permissions, protection  # noqa: F401  protection connects what may not be deleted
        from cms.editions import reflection_questions, signals  # noqa: F401  connects publishing to compiling
        from cms.second_reader import mail
        from cms.second_reader import signals as second_reader  # noqa: F401  connects the policy, and publishing
        from cms.second_reader.matters import matters
        from cms.slots import reminding
        from cms.studio import register_matters

        permissions.register_policies()
        permissions.connect_memberships()
        held.register()
        keeping.told()
        reminding.register()
        mail.connect()
        register_matters(matters)
