"""QR codes. What one leads to always stands beside it in words."""

import qrcode  # type: ignore[import-untyped]  # it has no types
import qrcode.image.svg  # type: ignore[import-untyped]  # it has no types
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr(address: str, *, title: str = "") -> SafeString:
    """A QR code as an SVG to stand in a page; with a title where it stands alone, as on paper."""
    made = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2, box_size=10)
    head, _end, shape = made.to_string(encoding="unicode").partition(">")
    named = format_html(' class="qr" role="img"><title>{}</title>', title)
    hidden = ' class="qr" aria-hidden="true" focusable="false">'
    return mark_safe(f"{head}{named if title else hidden}{shape}")  # noqa: S308  made here from an address of ours
