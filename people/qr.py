"""QR codes. What one leads to always stands beside it in words."""

import qrcode  # type: ignore[import-untyped]  # it has no types
import qrcode.image.svg  # type: ignore[import-untyped]  # it has no types
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr(address: str, *, title: str = "") -> SafeString:
    """A QR code as an SVG to stand in a page; with a title where it stands alone, as on paper."""
    made = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2, box_size=10)
    _begin, _svg, rest = made.to_string(encoding="unicode").partition("<svg")
    head, _end, shape = rest.partition(">")
    named = format_html(' role="img"{}><title>{}</title>', mark_safe(head), title)  # noqa: S308  as below
    hidden = f' aria-hidden="true" focusable="false"{head}>'
    return mark_safe(f'<svg class="qr"{named if title else hidden}{shape}')  # noqa: S308  made here from an address of ours
