"""A funnel: what came in, and how much of it got as far as each next stage. Rows of a table, each with its slice of the picture."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiyin.ui.svg import get

HEIGHT = 28


def slice_of(share: float, following: float) -> SafeString:
    """One slice, as wide as `share` above and `following` below (both 0–100 of the whole width), in the middle."""
    top, foot = (max(0.0, min(value, 100.0)) * 10 for value in (share, following))
    points = f"{500 - top / 2:.1f},0 {500 + top / 2:.1f},0 {500 + foot / 2:.1f},{HEIGHT} {500 - foot / 2:.1f},{HEIGHT}"
    return format_html(
        '<svg viewBox="0 0 1000 {0}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="c-base" width="1000" height="{0}"/><polygon class="c-ink" points="{1}"/></svg>',
        HEIGHT,
        points,
    )


def funnel(stages: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows for ui/bars.html of stages (label, value as a number, url, unit, text); the first is the whole."""
    values = [float(get(stage, "value", 0) or 0) for stage in stages]
    top = max(values, default=0.0) or 1.0
    shares = [100 * value / top for value in values]
    following = [*shares[1:], *shares[-1:]]
    return [
        {
            **{name: get(stage, name) for name in ("label", "value", "unit", "url", "text")},
            "bar": slice_of(share, min(share, after)),
        }
        for stage, share, after in zip(stages, shares, following, strict=True)
    ]
