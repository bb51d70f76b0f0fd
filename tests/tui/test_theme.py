from __future__ import annotations

from itertools import product

import pytest
from textual.color import Color

from coach.tui.theme import DAY, NIGHT, PALETTES, Palette, suits_terminal, theme_of
from coach.tui.widgets.curve import UNDER_MEAN

READABLE = 4.5
VISIBLE = 3.0
LEAST_APART = 15.0


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of WCAG 2.2 between two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = (part / 255 for part in Color.parse(colour).rgb)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def as_seen_without_red_cones(colour: str) -> tuple[float, float, float]:
    """Give a colour as a protanope sees it (Viénot, Brettel and Mollon 1999), in CIE Lab."""
    red, green, blue = ((part / 255) ** 2.2 for part in Color.parse(colour).rgb)
    mixed = 0.11238 * red + 0.88762 * green
    return lab((mixed, mixed, 0.00401 * red - 0.00401 * green + blue))


def lab(linear: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = linear
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * max(part, 0) + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("role", ["ink", "quiet", "accent", "good", "warn", "bad"])
def test_every_text_can_be_read_on_every_ground(palette: Palette, role: str) -> None:
    for ground in (palette.background, palette.surface, palette.panel):
        assert contrast(getattr(palette, role), ground) >= READABLE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_mark_that_carries_a_value_can_be_seen(palette: Palette) -> None:
    for colour in (palette.mark, palette.accent, *palette.curves):
        assert contrast(colour, palette.background) >= VISIBLE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_a_curve_under_its_running_mean_can_still_be_seen(palette: Palette) -> None:
    share = float(UNDER_MEAN.rstrip("%")) / 100
    for colour in palette.curves:
        mixed = Color.parse(palette.background).blend(Color.parse(colour), share)
        assert contrast(mixed.hex, palette.background) >= VISIBLE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_the_cursor_can_be_read_through(palette: Palette) -> None:
    assert contrast(palette.background, palette.accent) >= READABLE
    assert contrast(palette.ink, palette.track) >= READABLE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_the_first_three_curves_are_told_apart_without_red(palette: Palette) -> None:
    seen = [as_seen_without_red_cones(colour) for colour in palette.curves[:3]]
    for one, other in product(range(3), repeat=2):
        if one < other:
            apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
            assert apart >= LEAST_APART


def test_a_theme_wears_its_palette() -> None:
    variables = theme_of(NIGHT).to_color_system().generate() | theme_of(NIGHT).variables
    assert variables["quiet"] == NIGHT.quiet
    assert variables["text-muted"] == NIGHT.quiet
    assert Color.parse(variables["background"]) == Color.parse(NIGHT.background)


@pytest.mark.parametrize(
    ("hint", "palette"),
    [("", NIGHT), ("15;0", NIGHT), ("0;15", DAY), ("0;default;7", DAY), ("nonsense", NIGHT)],
)
def test_the_look_follows_the_terminal(hint: str, palette: Palette) -> None:
    assert suits_terminal(hint) is palette
