"""`end_sessions`: close the sessions that were forgotten, and delete those whose time is over."""

from typing import Any

from learning.team_sessions.actions import ending
from people.management.operator import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Close sessions that were forgotten for a day, and delete those that their team keeps no longer. Run it daily."
    )

    def work(self, options: dict[str, Any]) -> Any:
        closed, deleted = ending.sweep()
        self.say(f"Closed: {closed}. Deleted: {deleted}.")
        return {"closed": closed, "deleted": deleted}
