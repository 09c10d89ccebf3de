"""What an author says of a change: minor, so that everybody's work stands, or material, so that it is asked again."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.turns import take_turn


class Change(models.TextChoices):
    """How much a publication changes."""

    MINOR = "minor", _("Klein: taal, opmaak, een verduidelijking. Wie klaar was, blijft klaar.")
    MATERIAL = "material", _("Inhoudelijk: deze les of casus wordt opnieuw gevraagd, en alleen deze.")


class ChangeMixin(models.Model):
    """The author's word on the coming publication; it returns to minor once published."""

    change = models.CharField(_("soort wijziging"), max_length=10, choices=Change.choices, default=Change.MINOR)
    change_note = models.CharField(
        _("wat is er veranderd"), max_length=250, blank=True, help_text=_("Lezers zien dit bij de nieuwe editie.")
    )

    change_panels: ClassVar = [
        MultiFieldPanel([FieldPanel("change"), FieldPanel("change_note")], heading=_("Deze wijziging"))
    ]

    class Meta:
        abstract = True


class PublishesWhole(models.Model):
    """Publishing and compiling are one transaction: a compile that fails leaves the old edition live. Stands first among the bases.

    Whoever publishes is held to four eyes where the owner asks it (cms.approval); without a user it is the operator's command.
    """

    class Meta:
        abstract = True

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        from cms.approval import refuse_alone  # says so in the audit trail, which reads the models

        with transaction.atomic():
            take_turn()
            refuse_alone(self, user)
            return super().publish(revision, user, *args, **kwargs)  # type: ignore[misc]  Wagtail's mixins bring it

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            take_turn()
            return super().unpublish(*args, **kwargs)  # type: ignore[misc]  Wagtail's mixins bring it
