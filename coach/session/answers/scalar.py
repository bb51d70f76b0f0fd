"""Reads one value: a text, a chance, a duration, a number, a choice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from coach.errors import AnswerError
from coach.reasoning.scale import parse_probability
from coach.session.form import Chance, Choice, Hours, Number, Option, Several, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_IDEA = frozenset({"no idea", "don't know", "dont know", "?"})
_DURATION = re.compile(
    r"(?P<amount>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)\b\s*",
    re.IGNORECASE,
)
_UNIT_HOURS = {"w": 168.0, "d": 24.0, "h": 1.0, "m": 1 / 60, "s": 1 / 3600}


def parse_hours(text: str) -> float:
    """Give a duration in hours from `10h`, `90 min`, `1h 30m`, `2 days`; a bare number is hours.

    Raises:
        AnswerError: the text is no duration.
    """
    said = text.strip()
    if not said:
        raise AnswerError("nothing was written", hint="Write it like 10h, 90 min, 1h 30m or 2 days.")
    try:
        hours = float(said.replace(",", "."))
    except ValueError:
        hours, end = 0.0, 0
        for part in _DURATION.finditer(said):
            if part.start() != end:
                break
            hours += float(part["amount"].replace(",", ".")) * _UNIT_HOURS[part["unit"][0].lower()]
            end = part.end()
        if end == 0 or end != len(said):
            raise AnswerError(
                f"{quoted(said)} is not a duration", hint="Write it like 10h, 90 min, 1h 30m or 2 days."
            ) from None
    if not 0 <= hours <= 100_000:  # noqa: PLR2004 - eleven years is no run
        raise AnswerError(f"{quoted(said)} is not a duration", hint="Write it like 10h, 90 min or 2 days.")
    return hours


def parse_scalar(form: Text | Chance | Hours | Number | Choice, said: str) -> str | float | None:
    """Give the value of a one-value form.

    Raises:
        AnswerError: the text does not fit the form.
    """
    match form:
        case Text():
            if not said:
                raise AnswerError("nothing was written", hint="A few words are enough.")
            return said
        case Chance():
            return parse_chance(said, no_idea=form.no_idea)
        case Hours():
            return parse_hours(said)
        case Number():
            return _number(form, said)
        case Choice():
            return parse_option(form.all_options, said, shown=len(form.options)).id
        case _:
            assert_never(form)


def parse_chance(said: str, *, no_idea: bool) -> float | None:
    """Give a probability, or None for `no idea` where that is allowed.

    Raises:
        AnswerError: the text is neither.
    """
    if said.strip().lower() in NO_IDEA:
        if no_idea:
            return None
        raise AnswerError("this one needs a number", hint="A rough word will do: unlikely, even, likely.")
    return parse_probability(said)


def _number(form: Number, said: str) -> float:
    if not said:
        raise AnswerError("nothing was written", hint=f"A number, in {form.unit}.")
    try:
        value = float(said.replace(",", ".").lstrip("$").rstrip("%"))
    except ValueError:
        raise AnswerError(f"{quoted(said)} is not a number", hint=f"In {form.unit}.") from None
    if not form.low <= value <= form.high:
        raise AnswerError(
            f"{quoted(said)} is out of range",
            hint=f"Between {_written(form.low)} and {_written(form.high)} {form.unit}.",
        )
    return value


def _written(number: float) -> str:
    return f"{number:,.0f}" if number == round(number) else f"{number:g}"


def parse_option(options: Sequence[Option], said: str, *, shown: int | None = None) -> Option:
    """Give the option that a number, an id, a name or the beginning of a name means.

    Args:
        options: what can be chosen.
        said: what was typed.
        shown: how many of them are named where nothing fits; all of them where it is not given.

    Raises:
        AnswerError: it means none, or several.
    """
    wanted = said.strip().lower()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    exact = [option for option in options if wanted in (option.id.lower(), option.text.lower())]
    near = [option for option in options if option.text.lower().startswith(wanted)] if wanted else []
    found = exact or near
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{number} {option.text}" for number, option in enumerate(options[:shown], 1))
    problem = "nothing was chosen" if not wanted else f"{quoted(said)} is not one of the choices"
    raise AnswerError(problem, hint=f"Choose by number or name: {names}.")


def parse_several(form: Several, said: str) -> tuple[str, ...]:
    """Give the ids that numbers or names between commas mean; `none` and `all` are words of their own.

    Raises:
        AnswerError: one of them is not among the options.
    """
    wanted = said.strip().lower()
    if wanted in ("", "none", "-"):
        return ()
    if wanted == "all":
        return tuple(option.id for option in form.options)
    options = form.all_options
    parts = [part for part in re.split(r"[,;\s]+", said.strip()) if part]
    if not all(part.isdecimal() or any(part == option.id for option in options) for part in parts):
        parts = [part.strip() for part in re.split(r"[,;]", said) if part.strip()]
    shown = len(form.options)
    return tuple(dict.fromkeys(parse_option(options, part, shown=shown).id for part in parts))


def plain(value: object) -> str:
    """Give a value of an answers file as text.

    Raises:
        AnswerError: it is a list or a mapping.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise AnswerError(
        "a list or a mapping stands where one value belongs",
        hint="Write the value alone, without brackets or braces.",
    )


def quoted(text: str) -> str:
    """Give a text in quotation marks, cut to what fits a message."""
    said = " ".join(text.split())
    return f"“{said[:60]}…”" if len(said) > 60 else f"“{said}”"  # noqa: PLR2004
