"""What trainers write, and who speaks in a panel."""

from cases_library.models.pages import CasePage
from cases_library.models.panel import PanelInvitation, PanelReply

__all__ = ["CasePage", "PanelInvitation", "PanelReply"]
