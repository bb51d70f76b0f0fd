"""The two looks of the program, as colours with a job each.

Hues follow the palette of Okabe and Ito (2008), which people with any common colour blindness tell apart,
lightened or darkened until each reads on its background: text keeps a contrast of at least 4.5 to 1, marks
that carry a value at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11). No state is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one look, as `#rrggbb`.

    Attributes:
        background: behind everything.
        surface: behind a field one can write in.
        panel: behind the row or cell one stands on.
        ink: text.
        quiet: text that may be skipped.
        accent: where one is, and what one can do.
        good: done, or better than expected.
        warn: look at this.
        bad: an error.
        mark: the tick that shows where a belief started.
        track: the unfilled part of a bar and thin rules; decoration, no value hangs on it.
        curves: one colour a run, in the order in which runs are drawn.
    """

    name: str
    is_dark: bool
    background: str
    surface: str
    panel: str
    ink: str
    quiet: str
    accent: str
    good: str
    warn: str
    bad: str
    mark: str
    track: str
    curves: tuple[str, ...]


NIGHT = Palette(
    name="coach-night",
    is_dark=True,
    background="#11151b",
    surface="#191f27",
    panel="#222a34",
    ink="#e6e8eb",
    quiet="#a4afba",
    accent="#63b8ee",
    good="#4cc9a0",
    warn="#f0b03f",
    bad="#ff8f66",
    mark="#f5e663",
    track="#3a4552",
    curves=("#63b8ee", "#f0b03f", "#4cc9a0", "#e29ac3", "#f5e663", "#ff8f66"),
)

DAY = Palette(
    name="coach-day",
    is_dark=False,
    background="#fbf9f4",
    surface="#f2efe7",
    panel="#e8e4d9",
    ink="#1b2026",
    quiet="#555d66",
    accent="#005f99",
    good="#00664d",
    warn="#7d5200",
    bad="#a83a00",
    mark="#8f3d6b",
    track="#c9c4b6",
    curves=("#005f99", "#a83a00", "#00664d", "#8f3d6b", "#7d5200", "#1b2026"),
)

PALETTES = (NIGHT, DAY)


def theme_of(palette: Palette) -> Theme:
    """Give the Textual theme that wears a palette."""
    from textual.theme import Theme  # noqa: PLC0415 - palettes are read where no screen is drawn

    return Theme(
        name=palette.name,
        dark=palette.is_dark,
        primary=palette.accent,
        secondary=palette.accent,
        accent=palette.accent,
        foreground=palette.ink,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        success=palette.good,
        warning=palette.warn,
        error=palette.bad,
        variables=_variables(palette),
    )


def _variables(palette: Palette) -> dict[str, str]:
    curves = {f"curve-{place}": colour for place, colour in enumerate(palette.curves, 1)}
    return curves | {
        "ink": palette.ink,
        "quiet": palette.quiet,
        "mark": palette.mark,
        "track": palette.track,
        "good": palette.good,
        "warn": palette.warn,
        "bad": palette.bad,
        "text": palette.ink,
        "text-muted": palette.quiet,
        "text-accent": palette.accent,
        "text-success": palette.good,
        "text-warning": palette.warn,
        "text-error": palette.bad,
        "border": palette.accent,
        "border-blurred": palette.track,
        "block-cursor-foreground": palette.ink,
        "block-cursor-background": palette.panel,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": palette.ink,
        "block-cursor-blurred-background": palette.panel,
        "block-hover-background": palette.surface,
        "input-cursor-background": palette.accent,
        "input-cursor-foreground": palette.background,
        "input-selection-background": palette.track,
        "scrollbar": palette.track,
        "scrollbar-hover": palette.quiet,
        "scrollbar-active": palette.accent,
        "scrollbar-background": palette.background,
        "scrollbar-background-hover": palette.background,
        "scrollbar-background-active": palette.background,
        "scrollbar-corner-color": palette.background,
    }


def suits_terminal(colour_hint: str) -> Palette:
    """Give the look that suits a terminal, from what it says in COLORFGBG; night where it says nothing.

    >>> suits_terminal("0;15").name, suits_terminal("").name
    ('coach-day', 'coach-night')
    """
    background = colour_hint.rpartition(";")[2]
    return DAY if background in {"7", "15"} else NIGHT
