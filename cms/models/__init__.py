"""What trainers write, and what publishing makes of it."""

from cms.models.bank import GlossaryTerm, LocalText, Question, Slot
from cms.models.change import Change
from cms.models.deliveries import Delivery, DeliveryState
from cms.models.editions import Edition, Kind, Line, Taught
from cms.models.imports import Imported
from cms.models.links import OutsideLink
from cms.models.pages import ContentRoot, LessonPage, ModulePage, TaughtPage, Theme
from cms.models.reflection import ReflectionQuestion
from cms.models.search import Passage
from cms.models.second_reader import ReadingRequest, SecondReader
from cms.models.slots import SlotSeen

__all__ = [
    "Change",
    "ContentRoot",
    "Delivery",
    "DeliveryState",
    "Edition",
    "GlossaryTerm",
    "Imported",
    "Kind",
    "LessonPage",
    "Line",
    "LocalText",
    "ModulePage",
    "OutsideLink",
    "Passage",
    "Question",
    "ReadingRequest",
    "ReflectionQuestion",
    "SecondReader",
    "Slot",
    "SlotSeen",
    "Taught",
    "TaughtPage",
    "Theme",
]
