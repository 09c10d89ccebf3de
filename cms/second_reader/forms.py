"""What is filled in around a second reading: a remark to a colleague, and an administrator's word."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_REMARK = 1_000


class RemarkForm(forms.Form):
    """A few sentences beside a draft; who sends it back says why."""

    remark = forms.CharField(
        required=False,
        max_length=MAX_REMARK,
        error_messages={
            "required": _("Schrijf kort wat er anders moet."),
            "max_length": _("Maak je opmerking korter: hoogstens %(limit_value)s tekens."),
        },
    )

    def __init__(self, *args: Any, is_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"].required = is_needed


class PolicyForm(forms.Form):
    """On or off, and that one knows what it does."""

    state = forms.ChoiceField(choices=[("aan", "aan"), ("uit", "uit")])
    sure = forms.BooleanField(error_messages={"required": _("Zet een vinkje als je dit wilt.")})
