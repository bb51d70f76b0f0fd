"""What to look at first in a case: the checks that find the most for an hour, and what each would explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.session.suggested import first_sentence, wall_hours
from coach.session.symptom_ids import current_id
from coach.session.triage.asking import finds_an_hour
from coach.session.triage.supposed_by_looks import is_supposed_rightly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.desk.case import StandsOut
    from coach.desk.triage import Triage
    from coach.session.failure_mode import FailureMode, Price
    from coach.session.triage.causes import Cause

MOST = 6
"""First looks that are worked out; the page shows as many as there is room for."""
GRAVEST = 3
"""What stands out, up to which place, is explained before the rest (editorial)."""
EXPLAINS = 2.0
"""How many times as often as usual a cause has to show a symptom for its check to tell something of it (editorial)."""
LEAST = 0.005
"""P(cause) under which its check is no first look, however cheap (editorial)."""
COVERS = 0.6
"""P(a look finds what it looks for | another cause) from which it makes that cause's own look needless: a look that
finds nothing has mostly ruled out both (editorial)."""


class FirstLook(NamedTuple):
    """One check.

    Attributes:
        says: what to do and what its outcomes mean for the cause.
        price: time until it is known, and money.
        tells: numbers, from 1, of what stands out and would be explained by the cause.
        is_told: whether the person's own words speak of the cause.
        cause: the cause it is the check of.
        share: P(that cause) after all that is known.
        steps: how to do it, step by step; may be empty.
        code: what to type; may be empty.
    """

    says: str
    price: str
    tells: tuple[int, ...]
    is_told: bool
    cause: str
    share: float
    steps: tuple[str, ...]
    code: str = ""

    @property
    def action(self) -> str:
        """What to do: the first sentence, since the others speak of the cause, which nobody has been told yet."""
        return first_sentence(self.says).removesuffix(".")

    @property
    def why(self) -> str:
        """What it tells, in a few words: a check that tells nothing of the case is of a cause that is common."""
        told = [f"tells {_ranges(self.tells)}"] if self.tells else []
        told += ["fits your words"] if self.is_told else []
        return ", ".join(told) or "a common cause"


def _ranges(numbers: Sequence[int]) -> str:
    """Give numbers in few characters.

    >>> _ranges((1, 2, 4, 5, 6))
    '1, 2, 4-6'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = (f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)  # noqa: PLR2004
    return ", ".join(parts)


def first_looks(
    found: Triage, stands_out: Sequence[StandsOut], *, is_length_known: bool
) -> tuple[FirstLook, ...]:
    """Give the first looks: those that tell of the gravest, then of the rest; of these the most for an hour first.

    A look that an earlier one makes needless is left out, and one that takes for granted what nobody knows of.

    Args:
        found: what the playbooks say.
        stands_out: what the logs show.
        is_length_known: whether anything tells how long a run takes; else prices are parts of a run.
    """
    rates = {each.catalogue.id: each.catalogue.base_rates for each in found.weighed}
    known = {current_id(each.detector) for each in stands_out}
    known |= {each.symptom for each in found.in_words if each.is_there}
    made: list[tuple[FirstLook, FailureMode]] = []
    for cause in sorted(found.causes.causes, key=lambda each: -finds_an_hour(each, found.run_h)):
        check = cause.mode.check
        is_told = any(reason.kind == "words" and reason.bits > 0 for reason in cause.because)
        speaking = known | {each.id for each in cause.because if each.bits > 0}
        if cause.share < LEAST or not (is_told or is_supposed_rightly(check, speaking)):
            continue
        price = _price(check.price, found.run_h, is_length_known=is_length_known)
        tells = _tells(cause, stands_out, rates[cause.pack])
        look = FirstLook(
            check.says, price, tells, is_told, cause.mode.name, cause.share, check.steps, check.code
        )
        made.append((look, cause.mode))
    kept: list[tuple[FirstLook, FailureMode]] = []
    for look, mode in sorted(made, key=lambda each: _place(each[0])):
        if len(kept) < MOST and not any(_is_needless(mode, after) for _, after in kept):
            kept.append((look, mode))
    return tuple(look for look, _ in kept)


def _is_needless(mode: FailureMode, after: FailureMode) -> bool:
    """Give whether the check of a failure mode tells little that another's check has not told before it."""
    is_same = first_sentence(mode.check.says) == first_sentence(after.check.says)
    return is_same or after.check.mistaken_for.get(mode.id, 0.0) >= COVERS


def _place(look: FirstLook) -> int:
    """Give the place among looks: what tells of the gravest or of the person's words, of the rest, of nothing."""
    if look.is_told or any(number <= GRAVEST for number in look.tells):
        return 0
    return 1 if look.tells else 2


def _tells(cause: Cause, stands_out: Sequence[StandsOut], rates: Mapping[str, float]) -> tuple[int, ...]:
    expected = cause.mode.symptoms
    ids = ["" if each.mend else current_id(each.detector) for each in stands_out]
    return tuple(
        number
        for number, each in enumerate(ids, 1)
        if each in expected and each in rates and expected[each] >= EXPLAINS * rates[each]
    )


def _price(price: Price, run_h: float, *, is_length_known: bool) -> str:
    """Give the hours until it is known; runs count as parts of a run where nobody knows how long one is."""
    of_a_run = 0.0 if is_length_known else price.wall_runs
    waiting = wall_hours(price, run_h) if is_length_known else price.wall_h
    parts = [
        format_hours(price.human_h + waiting),
        f"{100 * of_a_run:.0f} % of a run" if of_a_run else "",
        f"${price.dollars:g}" if price.dollars else "",
    ]
    return " + ".join(filter(None, parts))
