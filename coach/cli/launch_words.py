"""What the words of `coach run` ask for. Light, since a command waits behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE_COMMAND = "--"
SEED = "{seed}"
_OPTIONS = {"--seeds": "seeds", "--parallel": "parallel", "--journal": "journal", "--by": "by"}


class LaunchWords(NamedTuple):
    """What was asked for; `journal` and `by` are empty for the usual ones."""

    command: tuple[str, ...]
    session: str = ""
    seeds: tuple[str, ...] = ()
    parallel: int = 1
    journal: str = ""
    by: str = ""


def apart(words: Sequence[str]) -> tuple[list[str], tuple[str, ...] | None]:
    """Give the words before the first `--` and those behind it; None for a line without one."""
    if BEFORE_COMMAND not in words:
        return list(words), None
    at = list(words).index(BEFORE_COMMAND)
    return list(words[:at]), tuple(words[at + 1 :])


def plain_words(words: Sequence[str]) -> LaunchWords | None:
    """Give what a line asks for that is plain; None for one that click has to look at, to help or to complain."""
    before, command = apart(words)
    found: dict[str, str] = {}
    sessions: list[str] = []
    while before:
        word = before.pop(0)
        option, equals, value = word.partition("=")
        if option in _OPTIONS:
            if not equals and not before:
                return None
            found[_OPTIONS[option]] = value if equals else before.pop(0)
        elif word.startswith("-"):
            return None
        else:
            sessions.append(word)
    parallel = found.pop("parallel", "1")
    seeds = seeds_of(found.pop("seeds", ""))
    if not command or len(sessions) > 1 or not parallel.isdecimal() or parallel == "0":
        return None
    if seeds and not any(SEED in word for word in command):
        return None
    return LaunchWords(command, "".join(sessions), seeds, int(parallel), **found)


def seeds_of(text: str) -> tuple[str, ...]:
    """Give seeds that were listed with commas between them.

    >>> seeds_of("0, 1,2")
    ('0', '1', '2')
    """
    return tuple(filter(None, (each.strip() for each in text.split(","))))
