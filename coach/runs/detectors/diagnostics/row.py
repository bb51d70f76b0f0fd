"""The diagnostics' table: what each of them is called, which number it is, and which of its states are bad."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from coach.runs.detectors.card import Card
from coach.runs.detectors.diagnostics.words import Pattern, Vocabulary, pattern
from coach.runs.symptom import Severity

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built
_TABLES = ("gradients", "outputs", "data", "generative", "language", "agents", "devices", "pairs")
_NOT_MEASURED = (
    "loss penalty coef coefficient threshold cost config cfg schedule setting reward bonus regularisation init initial "
    "limit budget dropout best"
)
"""Words of settings, of terms of a loss and of statistics of statistics: never the diagnostic itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What another tag of the run must do as well: its words, a shape, and the shape's number."""

    tag: Pattern
    shape: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A bad state.

    Attributes:
        shape: what the curve does, a key of `SHAPES`.
        at: the number that belongs to that shape.
        level: how much it should disturb.
        symptom: id of the symptom, which is one of the playbooks.
        means: what it means, to be said behind the numbers.
        raises: failure modes that it speaks for.
        innocent: what could innocently explain it.
        source: where that and the number come from.
        unless_best: silent where the return is near its best, or right answers near all.
        least: the level found must be this or more.
        most: the level found must be this or less.
        of_steps: what is counted must be this share of the run's steps or more.
        with_steady_rate: only where the learning rate, if it is logged, moves by less than half.
        beside: what another tag must do as well.
    """

    shape: str
    at: float
    level: Severity
    symptom: str
    means: str
    raises: tuple[str, ...]
    innocent: tuple[str, ...]
    source: str
    unless_best: bool = False
    least: float = -math.inf
    most: float = math.inf
    of_steps: float = 0.0
    with_steady_rate: bool = False
    beside: Beside | None = None

    @property
    def card(self) -> Card:
        """What all symptoms of this state have in common."""
        return Card(name=self.symptom, source=self.source, innocent=self.innocent, raises=self.raises)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One diagnostic, or the relation of two.

    Attributes:
        id: its name in the table.
        is_called: what it is, in a few words.
        tag: the words of its tag.
        second: the words of the tag it is held against; None where it stands for itself.
        relation: "ratio" or "difference" of the first to the second; empty without one.
        number: "share", "count", "size" (0 or more) or "any".
        healthy: what it is where nothing is wrong, in words.
        states: bad ones, the gravest first.
        run_has: words of a tag that the run must log besides; None where any run will do.
        run_lacks: words of a tag that the run must not log.
        even_if_read: judged although the tag is read as a quantity that other detectors judge.
        overrules: none of the quantities that other detectors judge, whatever the words of its tag may say.
        example: a tag of that name, for the tests.
        second_example: a tag it is held against, for the tests.
    """

    id: str
    is_called: str
    tag: Pattern
    number: str
    healthy: str
    states: tuple[State, ...]
    example: str
    second: Pattern | None = None
    relation: str = ""
    run_has: Pattern | None = None
    run_lacks: Pattern | None = None
    even_if_read: bool = False
    overrules: bool = False
    second_example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Everything that is known of diagnostics."""

    rows: tuple[Diagnostic, ...]
    vocabulary: Vocabulary


_TAGS_KEPT = 16_384


@lru_cache(maxsize=_TAGS_KEPT)
def diagnostic_of(tag: str) -> Diagnostic | None:
    """Give the first diagnostic, standing for itself, whose words a tag has; None where there is none."""
    words = words_of(tag)
    return next((row for row in table().rows if row.second is None and row.tag.fits(words)), None)


@lru_cache(maxsize=_TAGS_KEPT)
def words_of(tag: str) -> frozenset[str]:
    """Give the words of a tag as the table reads them."""
    return table().vocabulary.words(tag)


@cache
def table() -> Table:
    """Give the table as its files hold it."""
    names = {each: name for name, given in _load("spellings").items() for each in given}
    rows = tuple(_row(key, row, names) for part in map(_load, _TABLES) for key, row in part.items())
    known = {*names, *names.values(), *(word for row in rows for word in _words(row))}
    return Table(rows=rows, vocabulary=Vocabulary(names, frozenset(known)))


def _load(name: str) -> dict[str, Any]:
    text = (
        files("coach.runs.detectors.diagnostics")
        .joinpath("table", f"{name}.yaml")
        .read_text(encoding="utf-8")
    )
    found: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe
    return found


def _words(row: Diagnostic) -> set[str]:
    patterns = [
        row.tag,
        row.second,
        row.run_has,
        row.run_lacks,
        *(each.beside and each.beside.tag for each in row.states),
    ]
    return {
        word
        for each in patterns
        if each
        for group in (*(g for way in each.ways for g in way), each.barred)
        for word in group
    }


def _pattern(row: dict[str, Any], key: str, names: dict[str, str]) -> Pattern | None:
    return pattern(row[key], names) if key in row else None


def _row(key: str, row: dict[str, Any], names: dict[str, str]) -> Diagnostic:
    barred = f"{_NOT_MEASURED} {row.get('not', '')}"
    allowed = frozenset(row.get("allows", "").split())
    kept = " ".join(word for word in barred.split() if word not in allowed)
    return Diagnostic(
        id=key,
        is_called=row["is"],
        tag=pattern(row["words"], names, kept),
        second=pattern(row["beside"], names, row.get("beside_not", "")) if "beside" in row else None,
        relation=row.get("relation", ""),
        number=row["number"],
        healthy=row["healthy"],
        states=tuple(_state(each, names) for each in row["bad"]),
        example=row["example"],
        second_example=row.get("second_example", ""),
        run_has=_pattern(row, "run_has", names),
        run_lacks=_pattern(row, "run_lacks", names),
        even_if_read=row.get("even_if_read", False),
        overrules=row.get("overrules", False),
    )


def _state(state: dict[str, Any], names: dict[str, str]) -> State:
    shape, at = next((key, state[key]) for key in _SHAPES if key in state)
    beside = state.get("while")
    return State(
        shape=shape,
        at=float(at),
        level=Severity(state["level"]),
        symptom=state["symptom"],
        means=state["means"],
        raises=tuple(state["raises"]),
        innocent=tuple(state["innocent"]),
        source=state.get("source", _OWN),
        unless_best=state.get("unless_best", False),
        least=float(state.get("least", -math.inf)),
        most=float(state.get("most", math.inf)),
        of_steps=float(state.get("of_steps", 0.0)),
        with_steady_rate=state.get("steady_rate", False),
        beside=beside and _beside(beside, names),
    )


def _beside(written: dict[str, Any], names: dict[str, str]) -> Beside:
    shape, at = next((key, written[key]) for key in _SHAPES if key in written)
    return Beside(tag=pattern(written["tag"], names), shape=shape, at=float(at))


_SHAPES = (
    "above",
    "below",
    "zero",
    "constant",
    "grows",
    "falls",
    "leaps",
    "leaps-up",
    "leaps-down",
    "counts",
)
_OWN = "what the number counts, and what follows from it (worked out); the limit is coach's own choice"
