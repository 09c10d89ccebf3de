"""What trainers write, and what publishing makes of it."""

from cms.models.bank import GlossaryTerm, LocalText, Question, Slot
from cms.models.change import Change
from cms.models.editions import Edition, Kind, Line, Taught
from cms.models.imports import Imported
from cms.models.pages import ContentRoot, LessonPage, ModulePage, TaughtPage, Theme
from cms.models.reflection import ReflectionQuestion

__all__ = [
    "Change",
    "ContentRoot",
    "Edition",
    "GlossaryTerm",
    "Imported",
    "Kind",
    "LessonPage",
    "Line",
    "LocalText",
    "ModulePage",
    "Question",
    "ReflectionQuestion",
    "Slot",
    "Taught",
    "TaughtPage",
    "Theme",
]
