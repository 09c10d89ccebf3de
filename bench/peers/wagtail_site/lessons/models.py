"""A lesson as Wagtail's own tutorial would make it: a page with a stream of rich text and questions."""

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page


class QuestionBlock(blocks.StructBlock):
    stem = blocks.RichTextBlock()
    choices = blocks.ListBlock(blocks.RichTextBlock())

    class Meta:
        template = "lessons/question.html"


class LessonPage(Page):
    body = StreamField([("text", blocks.RichTextBlock()), ("question", QuestionBlock())], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
