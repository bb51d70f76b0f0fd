"""Equal symptoms of many runs together, what matters most first."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.cli.symptom_look import Seen
    from coach.runs import Symptom

SEVERITIES: Final = ("alarm", "warn", "info")
_MOST_NAMED = 3
_LONGEST = 36
_TELLING = 3


class Case(NamedTuple):
    """A symptom, and the run it was seen in."""

    seen: Seen
    symptom: Symptom


class Group(NamedTuple):
    """What one detector saw in several runs: its gravest severity, and one case a run, the gravest first."""

    detector: str
    severity: str
    cases: tuple[Case, ...]


def rank(symptom: Symptom) -> int:
    """Give how grave a symptom is, 0 for an alarm."""
    return SEVERITIES.index(symptom.severity.value)


def gravest_first(symptoms: Iterable[Symptom]) -> list[Symptom]:
    """Give symptoms with the gravest first; among equals what holds for the whole run, then what began first.

    Where no return is logged, nothing else about the return can be told: that comes before everything that began.
    """
    return sorted(symptoms, key=_gravity)


def _gravity(symptom: Symptom) -> tuple[int, float]:
    return rank(symptom), -1.0 if symptom.onset_step is None else float(symptom.onset_step)


def worst_first(found: Sequence[Seen]) -> list[Seen]:
    """Give the runs with the most disturbing symptoms first; runs alike keep their order."""
    return sorted(found, key=worst_rank)


def worst_rank(seen: Seen) -> int:
    """Give the rank of a run's gravest symptom; one past the last where it has none."""
    return min(map(rank, seen.symptoms), default=len(SEVERITIES))


def why_not_judged(seen: Seen) -> str:
    """Give why nothing can be told about a run, in one sentence; empty where something can."""
    if seen.not_judged:
        return one_line(seen.not_judged)
    if not seen.run.points:
        return "Nothing that could be read as a curve."
    is_short = max(map(len, seen.run.series.values())) < _TELLING
    return "Too few points of each tag to tell anything." if is_short else ""


def is_remarked(seen: Seen) -> bool:
    """Give whether a run was judged and shows something, and nothing graver than information."""
    return worst_rank(seen) == len(SEVERITIES) - 1 and not why_not_judged(seen)


def grouped(found: Sequence[Seen], severities: Sequence[str]) -> list[Group]:
    """Give the symptoms of these severities by detector: the gravest first, then what most runs have, then by onset."""
    cases: dict[str, dict[int, Case]] = {}
    for at, seen in enumerate(found):
        for symptom in gravest_first(seen.symptoms):
            if symptom.severity.value in severities:
                cases.setdefault(symptom.detector, {}).setdefault(at, Case(seen, symptom))
    groups = [
        Group(detector, SEVERITIES[rank(first[0].symptom)], tuple(first))
        for detector, by_run in cases.items()
        if (first := sorted(by_run.values(), key=lambda case: _gravity(case.symptom)))
    ]
    return sorted(
        groups,
        key=lambda each: (SEVERITIES.index(each.severity), -len(each.cases), _gravity(each.cases[0].symptom)),
    )


def in_words(detector: str) -> str:
    """Give a detector's name as words."""
    return detector.replace("-", " ")


def named(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    """Give some names, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def since(symptoms: Sequence[Symptom]) -> str:
    """Give where symptoms began, as the end of a line; empty where they have no beginning."""
    steps = [each.onset_step for each in symptoms if each.onset_step is not None]
    if not steps:
        return ""
    low, high = min(steps), max(steps)
    return f", since step {low:,}" if low == high else f", from step {low:,} to {high:,}"


class Names:
    """Runs by short names: without the folder that all of them lie in, and of a long name its end."""

    def __init__(self, found: Sequence[Seen]) -> None:
        names = [seen.run.name for seen in found]
        folder = _common_folder(names) if len(names) > 1 and all(names) else ""
        self.folder = one_line(folder)
        self._cut = len(folder) + 1 if folder else 0
        shorter = {one_line(seen.run.name): self.of(seen) for seen in found if seen.run.name}
        self._shorter = dict(sorted(shorter.items(), key=lambda item: -len(item[0])))

    def of(self, seen: Seen) -> str:
        """Give the short name of a run."""
        name = one_line(seen.run.name[self._cut :]) or one_line(seen.run.path.name)
        return name if len(name) <= _LONGEST else f"\N{HORIZONTAL ELLIPSIS}{name[-_LONGEST:]}"

    def shorten(self, text: str) -> str:
        """Give a sentence with the short names of runs in place of the whole ones."""
        text = one_line(text)
        for name, short in self._shorter.items():
            if name != short:
                text = text.replace(name, short)
        return text.replace(f"{self.folder}/", "") if self.folder else text


def _common_folder(names: Sequence[str]) -> str:
    try:
        return os.path.commonpath(map(os.path.dirname, names))
    except ValueError:  # a tracker's name may look like a path from the root
        return ""
