from django.apps import AppConfig


class TeamSessionsConfig(AppConfig):
    name = "learning.team_sessions"
    label = "team_sessions"
    verbose_name = "Sessies"

    def ready(self) -> None:
        from learning.journey import demo as demo_of_journey
        from learning.team_sessions import attendance, demo, held, keeping, planned, reminding, taking

        attendance.register()
        held.register()
        taking.register()
        reminding.register()
        planned.register()
        keeping.told()
        demo_of_journey.also(demo.make_sessions)
