"""A drill while it is being done, as exhibits: the report, what it could be, what is for sale, what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.drill.belief import belief_of
from coach.session.drill.events import LookBought, RepairTried, StartedOver
from coach.session.exhibit import Bar, Bars, Branch, Grid, Outline, Say

if TYPE_CHECKING:
    from coach.session.drill.case import Case
    from coach.session.drill.fold import Action, Drill
    from coach.session.exhibit import Exhibit


def priced(hours: float, dollars: float) -> str:
    """Give a price in words.

    >>> priced(1.5, 0), priced(6, 12)
    ('1.5 h', '6 h and $12')
    """
    return f"{format_hours(hours)} and ${dollars:,.0f}" if dollars else format_hours(hours)


def gone(case: Case) -> str:
    """Give what the right repair shows; of a run that had nothing it is that nothing was wrong."""
    return "that was right, nothing was wrong" if case.is_healthy else "the trouble is gone"


EXACT = (
    "Exact odds: how often each cause is met (at the start, the case's own figures), changed by what each look showed "
    "as Bayes' rule says."
)


def report_of(case: Case) -> tuple[Exhibit, ...]:
    """Give what was known on the day."""
    scaled = (Say(case.scaled, "quiet"),) if case.scaled else ()
    return (
        Say(f"{case.title} ({case.kind.replace('-', ' ')}, level {case.level} of 3)"),
        Say(case.report),
        Say(f"One run costs {priced(case.run_hours, case.run_dollars)}."),
        *scaled,
    )


def table_of(drill: Drill) -> tuple[Exhibit, ...]:
    """Give what it could be with the odds stated last, and everything that can be bought, with what was shown."""
    return (_causes(drill), _looks(drill), _repairs(drill), spent_on(drill))


def news_of(drill: Drill) -> tuple[Exhibit, ...]:
    """Give what a move changes: the odds as they stand, and what was spent."""
    why = () if drill.help != "faded" or drill.actions else (Say(EXACT, "quiet"),)
    return (_causes(drill), *why, spent_on(drill))


def spent_on(drill: Drill) -> Exhibit:
    """Give what was paid so far."""
    return Say(f"Spent so far: {priced(drill.hours, drill.dollars)}.", "quiet")


def shown_by(drill: Drill, action: Action) -> tuple[Exhibit, ...]:
    """Give what an action showed: its recorded outcome, or whether the trouble is gone."""
    case = drill.case
    match action:
        case LookBought(look=name):
            look = case.look(name)
            told = Say(f"{look.name}: {look.words(look.recorded)}.")
            return (told, *((Say(look.shows.rstrip()),) if look.shows.strip() else ()))
        case RepairTried(repair=name):
            repair = case.repair(name)
            if case.true_cause in repair.cures:
                return (Say(f"{repair.name}: {gone(case)}.", "good"),)
            return (Say(f"{repair.name}: the trouble is still there.", "warn"),)
        case StartedOver():
            return (Say("Rebuilt from something known to work: the trouble is gone.", "good"),)


def _causes(drill: Drill) -> Exhibit:
    title = "What it could be (it is one of these)"
    exact = belief_of(drill) if drill.help == "faded" else {}
    odds = drill.odds or exact
    if not odds:
        return Outline(
            title, tuple(Branch(f"{at} {each.name}") for at, each in enumerate(drill.case.causes, 1))
        )
    bars = (
        Bar(str(at), odds[each.id], exact.get(each.id) if drill.odds else None, each.name, "exactly")
        for at, each in enumerate(drill.case.causes, 1)
    )
    beside = ", your odds, the exact ones as marks" if drill.odds and exact else ", exact odds"
    return Bars(title + (", your odds" if not exact else beside), tuple(bars))


def _looks(drill: Drill) -> Exhibit:
    rows = []
    for at, each in enumerate(drill.case.looks, 1):
        had = each.id in drill.bought
        could = (
            "showed: " + each.words(each.recorded) if had else " / ".join(words for _, words in each.outcomes)
        )
        rows.append((f"({at}) {each.name}", "bought" if had else priced(each.hours, each.dollars), could))
    return Grid("What you can buy", ("look", "", ""), tuple(rows))


def _repairs(drill: Drill) -> Exhibit:
    rows = [
        (f"({at}) {each.name}", "tried" if each.id in drill.tried else priced(each.hours, each.dollars))
        for at, each in enumerate(drill.case.repairs, 1)
    ]
    rows.append(("start over from something known to work", priced(*drill.case.start_over)))
    return Grid(
        "What you can repair (the price holds the run that shows whether it worked)",
        ("repair", ""),
        tuple(rows),
    )
