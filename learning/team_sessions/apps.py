from django.apps import AppConfig


class TeamSessionsConfig(AppConfig):
    name = "learning.team_sessions"
    label = "team_sessions"
    verbose_name = "Sessies"

    def ready(self) -> None:
        from learning.team_sessions import held, taking

        held.register()
        taking.register()
