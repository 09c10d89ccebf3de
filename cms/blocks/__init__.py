"""What a lesson is built from."""

from wagtail import blocks

from cms.blocks.local import GlossaryBlock, LocalBlock, ProfessionBlock
from cms.blocks.media import DownloadBlock, FigureBlock, VideoBlock
from cms.blocks.named import named
from cms.blocks.polls import PollBlock
from cms.blocks.practice import CaseBlock, ChecklistBlock, ExerciseBlock, PromptBlock, QuestionBlock
from cms.blocks.text import (
    AccordionBlock,
    CalloutBlock,
    CaptionedTableBlock,
    MarkdownBlock,
    QuoteBlock,
    StepsBlock,
    TextBlock,
)

LESSON_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", TextBlock()),
    ("markdown", named(MarkdownBlock())),
    ("callout", CalloutBlock()),
    ("steps", StepsBlock()),
    ("accordion", AccordionBlock()),
    ("table", CaptionedTableBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("video", VideoBlock()),
    ("download", DownloadBlock()),
    ("checklist", ChecklistBlock()),
    ("exercise", ExerciseBlock()),
    ("prompt", PromptBlock()),
    ("question", QuestionBlock()),
    ("poll", PollBlock()),
    ("case", CaseBlock()),
    ("local", LocalBlock()),
    ("profession", ProfessionBlock()),
    ("glossary", GlossaryBlock()),
]
