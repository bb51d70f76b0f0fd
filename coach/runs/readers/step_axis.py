"""Which column counts the steps: what the names say, held against how the columns behave.

A column counts steps when it goes up from row to row, but for restarts. Total steps (the same in every row), the
length of an episode (up and down) and a batch's number inside an epoch do not, whatever they are called. Where no
column counts steps the rows are counted. What was taken is told unless it is plain.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import StepName, as_step_name, clock_rank, words_of
from coach.runs.readers.log_evidence import names_a_quantity
from coach.runs.readers.rows import LARGEST_STEP
from coach.runs.readers.starting_again import is_one_training

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

_FEWEST = 3  # numbers; fewer show nothing of how a column behaves
_FEWEST_UNNAMED = 4
_FEWEST_WITHOUT_HEADER = 10
_NO_NAME = re.compile(r"column \d+")
_MOSTLY = 0.5
# The next five are editorial: no log that was looked at comes near them from either side.
_RARELY = 0.05  # of the changes: restarts of a long run
_SAWTOOTH = 1 / 3  # of the changes: short trainings one after the other, three rows each
_REGULAR = 0.6  # of the steps up that are of one size
_ON_TOP = 0.6  # of the rows that are not below an earlier one
_NEARBY = 0.1  # of the whole way, by which a row of another writer may be behind
_ALMOST_COVERED = 0.9
_AMOUNTS = frozenset(words_of("size capacity memory params parameters seed year age time length lengths"))


class Growth(StrEnum):
    """How a column behaves from row to row, in words that follow its name."""

    NEVER_BACK = "never goes back"
    RESTARTS = "goes up between restarts"
    OUT_OF_TURN = "goes up, some rows out of turn"
    FRACTIONS = "counts in fractions"
    CONSTANT = "is the same in every row"
    UP_AND_DOWN = "does not go up from row to row"
    NOTHING = "holds no whole numbers"

    @property
    def counts(self) -> bool:
        """Whether a column that behaves so may count steps."""
        return self in _COUNTING


_COUNTING = (Growth.NEVER_BACK, Growth.RESTARTS, Growth.OUT_OF_TURN)


class StepAxis(NamedTuple):
    """What counts the steps.

    Attributes:
        name: of the column; empty where the rows are counted.
        value: float64[row], NaN where a row has no step.
        says: what was taken and why, in words; empty where that is plain.
        kind: what the name says; None where it says nothing, or the rows are counted.
        instead_of: the column that counts as well, but in fractions or anew in every epoch, say, so that the rows are
            counted.
        inner: float64[row] of that column where it begins anew; None otherwise.
    """

    name: str
    value: NDArray[np.float64]
    says: str
    kind: StepName | None
    instead_of: str = ""
    inner: NDArray[np.float64] | None = None


class _Candidate(NamedTuple):
    name: str
    kind: StepName | None
    value: NDArray[np.float64]
    growth: Growth
    changes: int
    covered: int


def step_axis(names: Iterable[str], values: Callable[[str], NDArray[np.float64]], rows: int) -> StepAxis:
    """Give what counts the steps of a table.

    Args:
        names: of its columns.
        values: give float64[row] for a name, NaN where a row has no number there.
        rows: how many there are.
    """
    names = list(dict.fromkeys(names))
    ranked = sorted((kind, name) for name in names if (kind := as_step_name(name)) is not None)
    named = [_judged(name, values(name), kind) for kind, name in ranked]
    counting = [each for each in named if each.growth.counts]
    inner = [
        _Inner(each, outer) for each in counting if (outer := _starts_again_in(each, counting)) is not None
    ]
    best = _best([each for each in counting if all(each is not found.column for found in inner)])
    others = (values(name) for name in names if as_step_name(name) is None and clock_rank(name) is None)
    if any(found.column.changes * _MOSTLY > (best.changes if best else 0) for found in inner):
        column, outer = inner[0]
        is_loop = outer.kind is not None and outer.kind.may_train_anew
        if not is_loop or is_one_training(column.value, others, is_looped=True):
            return _inner_rows_counted(rows, column, f"starts again in every `{outer.name}`")
        return StepAxis(column.name, *_with_rows_between(column, named), column.kind)
    if best and best.growth is Growth.RESTARTS and is_one_training(best.value, others, is_looped=False):
        return _inner_rows_counted(rows, best, "goes back to its start again and again")
    best = best or _nothing_but_damage(named)
    if best is None and len(names) > 1:
        best = _unnamed(names, values) or _first_of_no_header(names, values)
    if best is None:
        finer = next((each.name for each in named if each.growth is Growth.FRACTIONS), "")
        reason = "; ".join(f"`{each.name}` {each.growth}" for each in named)
        return _rows_counted(rows, reason)._replace(instead_of=finer)
    return StepAxis(best.name, *_with_rows_between(best, named), best.kind)


def _rows_counted(rows: int, reason: str) -> StepAxis:
    says = f"{reason or 'no column counts steps'}, so that the rows are counted as steps"
    return StepAxis("", np.arange(rows, dtype=np.float64), says, None)


def _inner_rows_counted(rows: int, column: _Candidate, does: str) -> StepAxis:
    counted = _rows_counted(rows, f"`{column.name}` {does}")
    return counted._replace(instead_of=column.name, inner=column.value)


def _judged(name: str, value: NDArray[np.float64], kind: StepName | None) -> _Candidate:
    with np.errstate(invalid="ignore"):
        value = np.where(np.abs(value) < LARGEST_STEP, value, np.nan)
    known = value[np.isfinite(value)]
    changing = known[np.concatenate(([True], known[1:] != known[:-1]))] if len(known) else known
    return _Candidate(name, kind, value, _growth(known, changing), max(0, len(changing) - 1), len(known))


def _growth(known: NDArray[np.float64], changing: NDArray[np.float64]) -> Growth:
    """Tell how the numbers of a column behave; repeated rows (`changing` has each once) change nothing in it."""
    if not len(known):
        return Growth.NOTHING
    if float((known % 1 != 0).mean()) > _MOSTLY:
        return Growth.FRACTIONS
    if len(changing) == 1:
        return Growth.CONSTANT if len(known) >= _FEWEST else Growth.NEVER_BACK
    by = np.diff(changing)
    back = int((by < 0).sum())
    if not back:
        return Growth.NEVER_BACK
    is_regular = back <= _SAWTOOTH * len(by) and _share_of_one_size(by[by > 0]) >= _REGULAR
    if back <= _RARELY * len(by) or is_regular:
        return Growth.RESTARTS
    below = np.maximum.accumulate(changing) - changing
    is_out_of_turn = (below == 0).mean() >= _ON_TOP or below.max() <= _NEARBY * np.ptp(changing)
    return Growth.OUT_OF_TURN if is_out_of_turn else Growth.UP_AND_DOWN


def _share_of_one_size(ups: NDArray[np.float64]) -> float:
    return float(np.unique(ups, return_counts=True)[1].max() / len(ups)) if len(ups) else 0.0


def _best(candidates: Sequence[_Candidate]) -> _Candidate | None:
    """Give the one that never goes back, leaves out few rows, changes often, and has the likeliest name."""
    covered = max((each.covered for each in candidates), default=0)
    changes = max((each.changes for each in candidates), default=0)

    def place(each: _Candidate) -> tuple[object, ...]:
        is_coarse = each.growth is Growth.NEVER_BACK and each.changes < _MOSTLY * changes
        doubt = 2 if is_coarse else {Growth.NEVER_BACK: 0, Growth.RESTARTS: 1}.get(each.growth, 3)
        return (doubt > 1, each.covered < _ALMOST_COVERED * covered, doubt, each.kind, each.name)

    return min(candidates, key=place, default=None)


class _Inner(NamedTuple):
    """A column that counts inside of another one: the batches of an epoch, the steps of an episode."""

    column: _Candidate
    outer: _Candidate


def _starts_again_in(column: _Candidate, others: Sequence[_Candidate]) -> _Candidate | None:
    """Give the column that goes on by one whenever this one starts again; None where none does."""
    if column.growth is not Growth.RESTARTS:
        return None
    for other in others:
        both = np.isfinite(column.value) & np.isfinite(other.value)
        mine, yours = np.diff(column.value[both]), np.diff(other.value[both])
        back = mine < 0
        if (
            other.growth is Growth.NEVER_BACK
            and back.sum() > 1
            and (yours[back] > 0).mean() >= _ALMOST_COVERED
        ):
            return other
    return None


def _nothing_but_damage(named: Sequence[_Candidate]) -> _Candidate | None:
    """Give the only column that is named as the steps where no number in it can be one: its rows are damaged."""
    if len(named) == 1 and named[0].kind and named[0].kind.is_plain and named[0].growth is Growth.NOTHING:
        return named[0]
    return None


def _unnamed(names: Iterable[str], values: Callable[[str], NDArray[np.float64]]) -> _Candidate | None:
    """Give a column that counts from its first step on in steps of one size, whatever it is called."""
    for name in names:
        is_amount = names_a_quantity(name) or not _AMOUNTS.isdisjoint(words_of(name))
        if "/" in name or is_amount or clock_rank(name) is not None:
            continue
        value = values(name)
        head = value[:_FEWEST_UNNAMED]
        if len(head) < _FEWEST_UNNAMED or not np.isfinite(head).all() or (head % 1 != 0).any():
            continue  # most columns are told from steps by their first rows
        if not np.isfinite(value).all() or (value % 1 != 0).any():
            continue
        by = np.diff(value)
        is_even = bool((by > 0).all()) and _share_of_one_size(by) >= _REGULAR
        if is_even and 0 <= value[0] <= np.median(by):
            return _judged(name, value, None)
    return None


def _first_of_no_header(
    names: Sequence[str], values: Callable[[str], NDArray[np.float64]]
) -> _Candidate | None:
    """Give the first column of a table without a header where it alone only goes up in whole numbers.

    Steps at the ends of episodes go up by the lengths of these, so that no size of them repeats.
    """
    if not all(map(_NO_NAME.fullmatch, names)):
        return None
    first, *others = (_judged(name, values(name), None) for name in sorted(names, key=_place))
    value = first.value
    is_counting = len(value) >= _FEWEST_WITHOUT_HEADER and np.isfinite(value).all() and (value % 1 == 0).all()
    if not is_counting or not (np.diff(value) > 0).all() or value[0] < 0:
        return None
    has_rival = any(each.growth is Growth.NEVER_BACK for each in others)
    return None if has_rival else first


def _place(name: str) -> int:
    return int(name.rsplit(" ", 1)[1])


def _with_rows_between(best: _Candidate, named: Sequence[_Candidate]) -> tuple[NDArray[np.float64], str]:
    """Give the steps, and what there is to say of them.

    A row without a step that counts by another column, such as the validation after an epoch, stands where it was
    written: at the step of the row above.
    """
    has_step = np.isfinite(best.value)
    counts_otherwise = np.zeros(len(has_step), dtype=np.bool_)
    for each in named:
        counts_otherwise |= np.isfinite(each.value)
    between = counts_otherwise & ~has_step
    says = _taken(best, named)
    if not between.any() or not has_step.any():
        return best.value, says
    above = np.maximum.accumulate(np.where(has_step, np.arange(len(has_step)), -1))
    value = np.where(between, np.where(above >= 0, best.value[above], 0.0), best.value)
    more = f"{int(between.sum()):,} rows without `{best.name}` stand at the step of the row above them"
    return value, f"{says}; {more}" if says else more


def _taken(best: _Candidate, named: Sequence[_Candidate]) -> str:
    if best.kind is None:
        return f"no column is named as the steps; they are counted by `{best.name}`, which {best.growth}"
    passed_over = [each for each in named if each.kind and each.kind < best.kind]
    if best.kind.is_plain and not passed_over:
        return ""
    reasons = [f"steps are counted by `{best.name}`, which {best.growth}"]
    return "; ".join([*reasons, *(f"`{each.name}` {each.growth}" for each in passed_over)])
