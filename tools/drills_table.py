"""Writes docs/drills-table.md: every shipped case solved by the advice, and by repairing the most likely first.

`python -m tools.drills_table [--check]`; with `--check` nothing is written, and the status says whether it would be.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.packs import consulted
from coach.desk.triage import Told, triage
from coach.playbook.drills.load import case_folders, load_case
from coach.session.drill.belief import prior_of
from coach.session.drill.events import RepairTried
from coach.session.drill.plan import best_way, costs, hours_of, most_likely_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.drill.case import Case

_COLUMNS = (
    "case",
    "kind",
    "level",
    "true cause",
    "advice: expected",
    "likeliest first: expected",
    "advice: here",
    "likeliest first: here",
    "rank by text: on the table",
    "in the catalogue",
)
PAGE = Path(__file__).parents[1] / "docs" / "drills-table.md"


class Solved(NamedTuple):
    """One case and what two ways of working cost on it.

    Attributes:
        case: the case.
        expert: hours the coach's advice took here, the repair that cures included.
        novice: the same of repairing the most likely cause first.
        cure: hours of the repair that cures, which both take.
        right: whether the first repair of the expert was the right one.
        plan: hours the coach's advice takes on average over the causes on the table; exact.
        by_repair: the same of repairing the most likely first.
        mean_cure: hours of the repair that cures, on average over the causes.
        by_text: rank of the true cause among those on the table by the report's text alone; None without a mode.
        in_all: the same among all failure modes of the catalogue.
    """

    case: Case
    expert: float
    novice: float
    cure: float
    right: bool
    plan: float
    by_repair: float
    mean_cure: float
    by_text: int | None
    in_all: int | None


def solved(case: Case) -> Solved:
    """Give what a case costs by the coach's advice and by repairing the most likely cause first."""
    way, belief = best_way(case), prior_of(case)
    first = next(each for each in way if isinstance(each, RepairTried))
    cure = case.repair_of(case.true_cause)
    by_text, in_all = _ranks(case)
    return Solved(
        case=case,
        expert=hours_of(case, way),
        novice=hours_of(case, most_likely_first(case)),
        cure=cure.hours,
        right=first.repair == cure.id,
        plan=costs(case, belief, ()).to_go,
        by_repair=expected_by_repair(case, belief),
        mean_cure=math.fsum(p * case.repair_of(each).hours for each, p in belief.items()),
        by_text=by_text,
        in_all=in_all,
    )


def expected_by_repair(case: Case, belief: Mapping[str, float]) -> float:
    """Give the hours on average of trying the repairs of the causes from the most likely on."""
    spent, expected, tried = 0.0, 0.0, set[str]()
    for cause in sorted(belief, key=lambda each: -belief[each]):
        repair = case.repair_of(cause)
        if repair.id in tried:
            continue
        tried.add(repair.id)
        spent += repair.hours
        expected += spent * math.fsum(belief[each] for each in repair.cures)
    return expected


def _ranks(case: Case) -> tuple[int | None, int | None]:
    """Give the rank of the true cause by the text of the report, on the table and in the whole catalogue."""
    mode = case.cause(case.true_cause).mode
    if not mode:
        return None, None
    catalogues, _ = consulted((), ())
    told = Told(text=f"{case.title}. {case.report}")
    found = triage(told, catalogues, is_chosen=False).causes.causes
    order = [each.mode.id for each in found]
    if mode not in order:
        return None, None
    here = [each for each in order if each in {cause.mode for cause in case.causes}]
    return here.index(mode) + 1, order.index(mode) + 1


def page(rows: Sequence[Solved]) -> str:
    """Give the page: figures over all cases, then a row a case."""
    lines = [
        "# The shipped cases, solved twice",
        "",
        "Made by `python -m tools.drills_table`; not written by hand. *Advice* follows the coach's exact plan from the",
        "evidence bought so far; *likeliest first* repairs the most likely cause, then the next, and looks at nothing.",
        "Hours are those of a real run, as each case states them, and end when the trouble is gone. *Expected* is the",
        "exact mean over the causes on the table; *here* is what the case's own outcomes made of it.",
        "",
        *_summary(rows),
        "",
        f"| {' | '.join(_COLUMNS)} |",
        f"|{'---|' * len(_COLUMNS)}",
        *map(_row, rows),
    ]
    return "\n".join(lines) + "\n"


def _summary(rows: Sequence[Solved]) -> list[str]:
    with_mode = [each for each in rows if each.by_text is not None]
    first = sum(each.by_text == 1 for each in with_mode)
    innocent = sum(each.case.cause(each.case.true_cause).innocent for each in rows)
    double = sum(bool(each.case.cause(each.case.true_cause).made_of) for each in rows)
    right = sum(each.right for each in rows)
    lucky = sum(each.novice < each.expert for each in rows)
    anywhere = sum(each.in_all == 1 for each in with_mode)
    before = "hours before the right repair begins"
    mean_before = ([r.plan - r.mean_cure for r in rows], [r.by_repair - r.mean_cure for r in rows])
    return [
        f"- {len(rows)} cases; in {innocent} of them nothing is wrong, {double} have two faults.",
        f"- The first repair of the advice is the right one in {right} of {len(rows)}.",
        _share(f"Expected {before}", *mean_before),
        _share("Expected hours until it is mended", [r.plan for r in rows], [r.by_repair for r in rows]),
        _share(f"Here, {before}", [r.expert - r.cure for r in rows], [r.novice - r.cure for r in rows]),
        _share("Here, hours until it is mended", [r.expert for r in rows], [r.novice for r in rows]),
        f"- By luck, repairing the likeliest first was faster here in {lucky} cases.",
        f"- By the report alone (`coach triage`) the true cause is first on the table in {first} of {len(with_mode)},",
        f"  and first in the whole catalogue in {anywhere}.",
    ]


def _share(what: str, advice: Iterable[float], other: Iterable[float]) -> str:
    ours, theirs = math.fsum(advice), math.fsum(other)
    return f"- {what}: {ours:.0f} by the advice, {theirs:.0f} likeliest first ({ours / theirs:.0%})."


def _row(each: Solved) -> str:
    case = each.case
    ranks = [str(rank) if rank is not None else "-" for rank in (each.by_text, each.in_all)]
    hours = (each.plan, each.by_repair, each.expert, each.novice)
    figures = " | ".join(f"{hour:.1f}" for hour in hours)
    return f"| {case.id} | {case.kind} | {case.level} | {case.true_cause} | {figures} | {' | '.join(ranks)} |"


if __name__ == "__main__":
    cases = sorted(
        (load_case(each.path).case for each in case_folders()),
        key=lambda case: (case.kind, case.level, case.id),
    )
    text = page([solved(case) for case in cases])
    if "--check" in sys.argv[1:]:
        sys.exit(
            0
            if PAGE.read_text(encoding="utf-8") == text
            else f"{PAGE.name} is out of date: run it without --check"
        )
    PAGE.write_text(text, encoding="utf-8")
    print("\n".join(text.splitlines()[8:16]))
