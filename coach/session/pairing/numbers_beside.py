"""People's numbers about explanations in words: what each would do, the one to talk about, and what is not worth it."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.advice import names_of
from coach.session.exhibit import Folded, Grid, Say
from coach.session.observations import BRIEF, in_brief, observations
from coach.session.pairing.people import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.reasoning.cells import Cell
    from coach.reasoning.pooling import Stake
    from coach.reasoning.problem import Problem
    from coach.reasoning.robustness import NextAction
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.pairing.compare import Between, Comparison

AGREEMENT = (
    "That you agree is no evidence of being right: you look at one run, and may share what misleads you."
)
LISTED = 6
"""Differences that are listed, those with the most at stake first (editorial)."""
PAIR = 2
WORTH_TALKING_H = 0.05
"""Hours under which a difference is not worth talking about: three minutes, which the talk itself takes."""


def most_at_stake(found: Comparison) -> float:
    """Give the hours that hang on the difference most worth talking about, or on all of them together."""
    single = (each.hours for pair in found.pairs for each in pair.stakes)
    return max((*single, *map(_all_together, found.pairs)), default=0.0)


def numbers(found: Comparison) -> tuple[Exhibit, ...]:
    """Give a comparison in words: the number to talk about first, then the next step of each, then all differences."""
    names = names_of(found.session)
    crux = _crux(found.pairs[0], found, names) if found.pairs else ()
    return (
        *crux[:1],
        *_would_do(found, names),
        *crux[1:],
        *(_table(each, found, names) for each in found.pairs if each.stakes),
        Folded("What each believes after the evidence", _beliefs(found, names)),
        Say(
            f"You are {_bits(found.bits)} apart. {AGREEMENT if found.bits < CLOSE_BITS else ''}".strip(),
            "quiet",
        ),
    )


CLOSE_BITS = 0.05
"""Jensen-Shannon bits under which people are said to agree (editorial)."""


def _bits(bits: float) -> str:
    return f"{bits:.2f} bits"


def _would_do(found: Comparison, names: Mapping[str, str]) -> tuple[Exhibit, ...]:
    if found.agree_on_the_next_step:
        advice = next(iter(found.whose.values())).advice
        return (
            Say(f"By the numbers of each of you the next step is the same: {do(advice, names)}.", "good"),
        )
    by: dict[NextAction, list[str]] = {}
    for who, each in (*found.whose.items(), ("the pool", found.pool)):
        by.setdefault(each.advice, []).append(who)
    said = "; ".join(f"{listed(who)} would {do(advice, names)}" for advice, who in by.items())
    return (Say(f"{said[0].upper()}{said[1:]}." if said.startswith("the pool") else f"{said}."),)


def do(advice: NextAction, names: Mapping[str, str]) -> str:
    """Give a next step as what somebody would do."""
    if advice.action == "service":
        return "rebuild from what is known to work"
    name = shorten(names.get(f"{advice.action}:{advice.id}", advice.id), BRIEF, placeholder=" ...")
    return f"look first at “{name}”" if advice.action == "experiment" else f"repair “{name}” first"


def _crux(between: Between, found: Comparison, names: Mapping[str, str]) -> tuple[Exhibit, ...]:
    """Give the one number to talk about, with what would settle it; or that none is worth it."""
    first = next(iter(between.stakes), None)
    if first is None:
        return ()
    if first.hours < WORTH_TALKING_H:
        return (
            Say(
                "No single number that you differ in would change what either of you does next, so none of them is "
                f"worth arguing about.{_following(between)}"
            ),
        )
    one, two = between.one, between.two
    mine, theirs = found.whose[one].advice, found.whose[two].advice
    number = _name(first.cell, found.session, names)
    both = f"{one} {format_probability(first.one)}, {two} {format_probability(first.two)}"
    begins = (
        "Still, it hangs on one number"
        if found.agree_on_the_next_step
        else "Talk about this one, three minutes"
    )
    say = [f"{begins}: {number} ({both})."]
    say += [
        f"With {other}'s number {who} would {do(becomes, names)}."
        for who, other, own, becomes in (
            (one, two, mine, first.one_becomes),
            (two, one, theirs, first.two_becomes),
        )
        if becomes != own
    ]
    say.append(f"Being wrong there costs {format_hours(first.hours)} on average.")
    return (
        Say(" ".join(say), "warn"),
        Say(_settles(first, found, names), "good"),
        *_rest(between, found, names),
    )


def _all_together(between: Between) -> float:
    """Give what the next step of one costs at most where the other is right in everything."""
    return max(between.one_follows_two, between.two_follows_one)


def _following(between: Between) -> str:
    """Give what all differences together cost; empty where that is nothing."""
    most = _all_together(between)
    return (
        f" All of them together are worth {format_hours(most)} to whoever is right."
        if most >= WORTH_TALKING_H
        else ""
    )


def _settles(first: Stake, found: Comparison, names: Mapping[str, str]) -> str:
    """Give what would settle a difference: a look that is on the list, a fact, or what the words mean."""
    problem, cell = found.pool.problem, first.cell
    look = _telling(problem, cell.hypothesis_id)
    name = shorten(names[f"experiment:{look}"], BRIEF, placeholder=" ...") if look else ""
    seen = f" Or look: “{name}” tells it apart." if look else ""
    if cell.kind == "prior":
        return (
            "What settles it is a fact: when was it the cause in a run like this one, and what about this run makes it "
            f"likelier or less?{seen}"
        )
    return (
        "What settles it: say first what each of you takes the words to mean; then, if that cause were true, "
        f"what exactly would this run have shown?{seen}"
    )


def _telling(problem: Problem, hypothesis: str) -> str:
    """Give the experiment whose outcomes a cause expects most differently than something else does; empty for none."""

    def distance(at: int) -> float:
        each = problem.experiments[at]
        return sum(abs(a - b) for a, b in zip(each.row(hypothesis), each.row("other"), strict=True))

    best = max(range(len(problem.experiments)), key=distance, default=None)
    return "" if best is None or distance(best) < TELLS else problem.experiments[best].id


TELLS = 0.5
"""Difference of two rows, summed over the outcomes, from which a look tells two causes apart (editorial)."""


def _rest(between: Between, found: Comparison, names: Mapping[str, str]) -> tuple[Say, ...]:
    idle = [each for each in between.stakes if each.hours < WORTH_TALKING_H]
    if not idle:
        return ()
    widest = max(idle, key=lambda each: (each.notches, abs(each.one - each.two)))
    return (
        Say(
            f"You differ on {_name(widest.cell, found.session, names)} too ({format_probability(widest.one)} and "
            f"{format_probability(widest.two)}), but what you do next is the same either way. That holds for "
            f"{len(idle)} of {len(between.stakes)} differences: leave them.",
            "quiet",
        ),
    )


def _table(between: Between, found: Comparison, names: Mapping[str, str]) -> Grid:
    rows = tuple(
        (
            _name(each.cell, found.session, names),
            format_probability(each.one),
            format_probability(each.two),
            format_hours(each.hours) if each.hours >= WORTH_TALKING_H else "nothing",
        )
        for each in between.stakes[:LISTED]
    )
    title = (
        "Where you differ" if len(found.whose) == PAIR else f"Where {between.one} and {between.two} differ"
    )
    return Grid(title, ("", between.one, between.two, "hangs on it"), rows)


def _name(cell: Cell, session: Session, names: Mapping[str, str]) -> str:
    cause = names.get(cell.hypothesis_id, cell.hypothesis_id)
    if cell.kind == "prior":
        return f"“{cause}” before the evidence"
    if cell.kind == "experiment":
        return f"“{names.get(f'experiment:{cell.of}', cell.of)}” under “{cause}”"
    seen = {each.id: in_brief(each) for each in observations(session)}
    return f"“{seen.get(cell.of, cell.of)}” under “{cause}”"


def _beliefs(found: Comparison, names: Mapping[str, str]) -> tuple[Grid, ...]:
    by = {**{who: each.belief for who, each in found.whose.items()}, "pool": found.pool.belief}
    rows = tuple(
        (names.get(each, each), *(format_probability(belief[each]) for belief in by.values()))
        for each in sorted(found.pool.belief, key=lambda each: -found.pool.belief[each])
    )
    return (Grid("By the numbers of", ("", *by), rows),)
