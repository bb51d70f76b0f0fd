"""A probability on a scale of seven words, as lines."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from coach.errors import AnswerError
from coach.reasoning.scale import WORDS, format_probability, nearest_word, notch, parse_probability

STOP, HERE, BETWEEN, TRACK = "○", "●", "◆", "─"
LABELLED_FROM = 84
"""Cells from which every stop carries its word."""
EVEN = 0.5


class Reading(NamedTuple):
    """What is typed, read as a probability: its value (None while it is none) and what is wrong with it."""

    value: float | None
    problem: str = ""


def read(typed: str) -> Reading:
    """Give the probability that typed text means, or why it means none."""
    if not typed.strip():
        return Reading(None)
    try:
        return Reading(parse_probability(typed))
    except AnswerError as error:
        return Reading(None, error.message)


def stepped(value: float | None, *, up: bool) -> str:
    """Give the next word up or down the scale; the middle one when nothing is chosen yet."""
    return nearest_word(EVEN if value is None else notch(value, up=up)).name


def odds(probability: float) -> str:
    """Give the odds in whole or half steps, the smaller side as 1.

    >>> odds(0.675), odds(0.125)
    ('2.1 : 1', '1 : 7')
    """
    ratio = probability / (1 - probability)
    return f"{_short(ratio)} : 1" if ratio >= 1 else f"1 : {_short(1 / ratio)}"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 10 or abs(number - round(number)) < 0.05 else f"{number:.1f}"  # noqa: PLR2004


def spoken(value: float) -> str:
    """Give a probability in all its forms: the word, percent, odds."""
    word = nearest_word(value)
    near = word.name if abs(word.probability - value) < 1e-9 else f"about “{word.name}”"  # noqa: PLR2004
    return f"{near} · {format_probability(value)} · odds {odds(value)}"


def spoken_within(value: float, width: int) -> str:
    """Give as many of its forms as fit: the odds go first, then the percent.

    >>> spoken_within(0.7, 28), spoken_within(0.7, 20)
    ('about “likely” · 70 %', 'about “likely”')
    """
    said = spoken(value)
    while len(said) > width and " · " in said:
        said = said.rpartition(" · ")[0]
    return said


def scale_line(value: float | None, width: int) -> Content:
    """Give the track with its seven stops; a value between two words stands between their stops."""
    stops = stop_columns(width)
    cells = [TRACK] * width
    for column in stops:
        cells[column] = STOP
    line = Content("".join(cells)).stylize("$track")
    for column in stops:
        line = line.stylize("$quiet", column, column + 1)
    if value is None:
        return line
    here = column_of(value, stops)
    sign = HERE if here in stops else BETWEEN
    return Content("").join([line[:here], Content.styled(sign, "bold $accent"), line[here + 1 :]])


def stop_columns(width: int) -> list[int]:
    """Give the columns of the seven stops: the ends of the track and equal steps between them."""
    last = len(WORDS) - 1
    return [round(place * (width - 1) / last) for place in range(len(WORDS))]


def column_of(value: float, stops: list[int]) -> int:
    """Give the column of a probability, interpolated between the words' stops."""
    chances = [word.probability for word in WORDS]
    if value <= chances[0]:
        return stops[0]
    for place in range(1, len(chances)):
        if value <= chances[place]:
            low, high = chances[place - 1], chances[place]
            share = (value - low) / (high - low)
            return round(stops[place - 1] + share * (stops[place] - stops[place - 1]))
    return stops[-1]


def word_lines(value: float | None, width: int) -> list[Content]:
    """Give the words under the stops where they fit; otherwise only the ends."""
    chosen = nearest_word(value).name if value is not None else ""
    if width < LABELLED_FROM:
        first, last = WORDS[0].name, WORDS[-1].name
        return [Content.styled(first + last.rjust(width - len(first)), "$quiet")]
    lines = []
    for row in range(2):
        cells = [" "] * width
        marks: list[tuple[int, int, str]] = []
        for word, column in zip(WORDS, stop_columns(width), strict=True):
            parts = _in_two(word.name)
            start = min(max(0, column - len(parts[row]) // 2), width - len(parts[row]))
            cells[start : start + len(parts[row])] = parts[row]
            marks.append(
                (start, start + len(parts[row]), "bold $accent" if word.name == chosen else "$quiet")
            )
        line = Content("".join(cells))
        for start, end, style in marks:
            line = line.stylize(style, start, end)
        lines.append(line)
    return lines


def _in_two(name: str) -> tuple[str, str]:
    """Break a word of the scale over two rows: `almost` over `no chance`."""
    first, _, rest = name.partition(" ")
    return first, rest
