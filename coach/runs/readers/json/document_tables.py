"""The tables of numbers a JSON document holds: one list a quantity, a list of rows, or numbers by their step."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coach.runs.readers.axis import as_step_name, words_of
from coach.runs.readers.json.number_columns import Numbers
from coach.runs.readers.log_evidence import measures
from coach.runs.readers.rows import as_number, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_DEEPEST = 6
_STEP = "step"
_PAIR = 2  # a step and a value
_VALUES = frozenset({"value", "values"})
_FEWEST_PAIRS = 3
_FEW = 5  # rows
_CONFIGURATION = frozenset(
    words_of("config configuration args arguments params hparams hyperparameters settings options")
)
SETTINGS = frozenset(
    words_of(
        "weights weight coef coefs beta betas milestones schedule range bounds grid choices sizes shape ratios"
    )
)
"""Words in the names of lists that were set and not logged."""


class DocumentTable(NamedTuple):
    """Numbers by name over the same rows; `prefix` is where the table stands, for where there are several."""

    prefix: str
    numbers: Mapping[str, Numbers]
    rows: int


def tables_in(document: Any, name: str) -> list[DocumentTable]:
    """Give the tables of numbers in a document; where all stand in one place, that place is not named.

    A document that is nothing but a list of numbers is the table of `name`.

    What holds nothing but steps is no table, and what holds a few numbers of no known quantity beside a long table is
    a setting.
    """
    whole = {name: document} if isinstance(document, list) and _list(document) is not None else document
    tables = [table for table in _tables(whole, (), 0) if not all(map(as_step_name, table.numbers))]
    longest = max((table.rows for table in tables), default=0)
    tables = [table for table in tables if table.rows >= min(_FEW, longest) or measures(table.numbers)]
    if len({table.prefix for table in tables}) > 1:
        return tables
    return [table._replace(prefix="") for table in tables]


def _tables(document: Any, place: tuple[str, ...], depth: int) -> Iterator[DocumentTable]:
    if depth > _DEEPEST or not isinstance(document, dict | list):
        return
    rows = _rows(document) if isinstance(document, list) else _rows_by_step(document)
    if isinstance(document, list) and any(map(_holds_lists, document)):
        for number, each in enumerate(document):
            yield from _tables(each, (*place, str(number)), depth + 1)
    elif rows is not None:
        yield DocumentTable(_prefix(place), _by_name(rows), len(rows))
    elif isinstance(document, list):
        pairs = _pairs(document, place[-1] if place else "value")
        if pairs is not None:
            yield DocumentTable(_prefix(place[:-1]), pairs, len(document))
    else:
        yield from _tables_of_lists(document, place, depth)


def _tables_of_lists(document: dict[str, Any], place: tuple[str, ...], depth: int) -> Iterator[DocumentTable]:
    """Yield a table for the lists of each length, and those further inside."""
    lists: defaultdict[tuple[float, ...] | int, dict[str, Numbers]] = defaultdict(dict)
    for name, value in document.items():
        if name.lower() in _CONFIGURATION or {*words_of(name)} & SETTINGS:
            continue
        if (numbers := _list(value)) is not None:
            lists[len(value)][name] = numbers
        elif (by_step := _by_step(value)) is not None:
            lists[tuple(by_step[0])][name] = by_step[1]
        else:
            yield from _tables(value, (*place, name), depth + 1)
    for key, found in lists.items():
        yield _of_lists(key, found, place)


def _holds_lists(document: Any) -> bool:
    """Give whether an object of a list is a table of its own, as of one of several seeds."""
    lists = document.values() if isinstance(document, dict) else ()
    return any(isinstance(each, list) and len(each) >= _FEW and _list(each) is not None for each in lists)


def _prefix(place: tuple[str, ...]) -> str:
    return "".join(f"{each}/" for each in place)


def _of_lists(
    key: tuple[float, ...] | int, found: dict[str, Numbers], place: tuple[str, ...]
) -> DocumentTable:
    """Give lists of one length as a table; `{"loss": {"steps": [...], "values": [...]}}` is the table of `loss`."""
    rows = key if isinstance(key, int) else len(key)
    if not isinstance(key, int) and key != tuple(range(rows)):
        found = {_STEP: _numbers(key), **found}
    values = [name for name in found if name.lower() in _VALUES]
    if len(values) == 1 and place:
        found = {place[-1] if name == values[0] else name: numbers for name, numbers in found.items()}
        place = place[:-1]
    return DocumentTable(_prefix(place), found, rows)


def _list(value: Any) -> Numbers | None:
    """Give a list of numbers, `null` standing for what was not logged."""
    if not isinstance(value, list) or not value:
        return None
    numbers = [as_number(each) for each in value]
    if any(number is None and each is not None for number, each in zip(numbers, value, strict=True)):
        return None
    return _numbers(numbers)


def _by_step(value: Any) -> tuple[list[float], Numbers] | None:
    """Give the steps and the numbers of `{"0": 0.7, "1": 0.5}`, as pandas writes a column."""
    if not isinstance(value, dict) or not value:
        return None
    steps = [_as_step(name) for name in value]
    numbers = _list(list(value.values()))
    known = [step for step in steps if step is not None]
    return None if numbers is None or len(known) < len(steps) else (known, numbers)


def _rows_by_step(document: dict[str, Any]) -> list[dict[str, float]] | None:
    """Give the rows of `{"1": {"loss": 0.7}, "2": {"loss": 0.5}}`."""
    if not is_keyed_by_step(document):
        return None
    return [{_STEP: _as_step(name) or 0.0, **numbers_in(value)} for name, value in document.items()]


def is_keyed_by_step(document: Mapping[str, Any]) -> bool:
    """Give whether an object holds nothing but objects that are called by a number."""
    return bool(document) and all(
        _as_step(name) is not None and isinstance(value, dict) for name, value in document.items()
    )


def _as_step(name: str) -> float | None:
    return float(name) if name.isascii() and name.isdigit() and len(name) < 16 else None  # noqa: PLR2004


def _rows(document: list[Any]) -> list[dict[str, float]] | None:
    """Give the rows of a list of objects that hold numbers."""
    if not document or not all(isinstance(each, dict) for each in document):
        return None
    rows = [numbers_in(each) for each in document]
    return rows if any(rows) else None


def _pairs(document: list[Any], name: str) -> dict[str, Numbers] | None:
    """Give the columns of a list of pairs of a step and a value."""
    if len(document) < _FEWEST_PAIRS or not all(
        isinstance(each, list) and len(each) == _PAIR for each in document
    ):
        return None
    step, value = (_list([each[at] for each in document]) for at in range(_PAIR))
    if step is None or value is None or (np.diff(step.value) < 0).any():
        return None
    return {_STEP: step, name: value}


def _by_name(rows: Sequence[Mapping[str, float]]) -> dict[str, Numbers]:
    found: defaultdict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for number, row in enumerate(rows):
        for name, value in row.items():
            found[name][0].append(number)
            found[name][1].append(value)
    return {
        name: Numbers(np.array(row, dtype=np.int64), np.array(value, dtype=np.float64))
        for name, (row, value) in found.items()
    }


def _numbers(values: Iterable[float | None]) -> Numbers:
    known = [(row, value) for row, value in enumerate(values) if value is not None]
    return Numbers(
        np.array([row for row, _ in known], dtype=np.int64),
        np.array([value for _, value in known], dtype=np.float64),
    )
