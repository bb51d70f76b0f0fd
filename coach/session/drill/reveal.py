"""The end of a drill as exhibits: what it was, the way taken beside the best one, the odds, one thing to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.drill.events import LookBought, RepairTried
from coach.session.drill.fold import price_of
from coach.session.drill.opening import gone, priced
from coach.session.exhibit import Grid, Say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.drill.case import Case
    from coach.session.drill.fold import Action, Drill
    from coach.session.drill.scoring import Choice, Score
    from coach.session.exhibit import Exhibit

BITS = (
    "Told, bits: how far what was shown moved the exact odds (1 bit: half of the causes ruled out, all being equally "
    "likely); on average: what such a look tells, before one has seen it."
)
SCORES = (
    "Log score: minus the logarithm to base 2 of the odds on the true cause, so 50 % is 1. Brier: the squared "
    "distance of all odds from the truth, from 0 to 2."
)
ONE_CASE = "One case says little about a person. Luck is taken out of the hours wasted; it is still in the hours spent."


def reveal(drill: Drill, score: Score) -> tuple[Exhibit, ...]:
    """Give what is told once a drill is over."""
    return (
        *_what_it_was(drill, score),
        *_ways(drill, score),
        *_hours(drill, score),
        *_odds(drill, score),
        *_clues(drill.case),
        *_last_words(drill.case),
    )


def named(case: Case, action: Action) -> str:
    """Give an action in a few words."""
    match action:
        case LookBought(look=look):
            return case.look(look).name
        case RepairTried(repair=repair):
            return f"Repair: {case.repair(repair).name}"
        case _:
            return "Start over"


def came(case: Case, action: Action) -> str:
    """Give what an action shows in this case, in a few words."""
    match action:
        case LookBought(look=look):
            return case.look(look).words(case.look(look).recorded)
        case RepairTried(repair=repair):
            return (
                gone(case) if case.true_cause in case.repair(repair).cures else "the trouble is still there"
            )
        case _:
            return "the trouble is gone"


def named_by(case: Case, name: str) -> str:
    """Give an action that `plan.name_of` names in a few words."""
    kind, _, of = name.partition(":")
    if kind == "experiment":
        return case.look(of).name
    return f"Repair: {case.repair(of).name}" if kind == "fix" else "Start over"


def _what_it_was(drill: Drill, score: Score) -> Iterator[Exhibit]:
    case = drill.case
    yield Say(f"It was: {case.cause(case.true_cause).name}.", "good" if score.named else "plain")
    if drill.diagnosis and not score.named:
        said = "You gave the highest odds to" if not drill.is_repaired else "You named"
        yield Say(f"{said}: {case.cause(drill.diagnosis).name}.", "warn")
    if drill.explanations:
        yield Say(f"Before the table you wrote: {'; '.join(drill.explanations)}.", "quiet")
    yield Say(case.story)
    where = f" ({case.link})" if case.link else ""
    yield Say(f"Source: {case.source}{where}. {case.attribution}".strip(), "quiet")


def _ways(drill: Drill, score: Score) -> Iterator[Exhibit]:
    case = drill.case
    if score.choices:
        rows = tuple(_row(case, at, each) for at, each in enumerate(score.choices, 1))
        header = ("step", "paid", "wasted", "told, bits", "on average")
        yield Grid("The coach's way" if _is_worked(drill) else "Your way", header, rows)
        yield Say(BITS, "quiet")
    best = tuple(
        (f"({at}) {named(case, each)}", format_hours(price_of(case, each)[0]), came(case, each))
        for at, each in enumerate(score.best, 1)
    )
    yield Grid("The best plan, on this case", ("step", "", "tells"), best)


def _is_worked(drill: Drill) -> bool:
    return drill.help == "worked"


def _row(case: Case, at: int, each: Choice) -> tuple[str, ...]:
    wasted = format_hours(each.wasted) if each.wasted else "-"
    told = (f"{each.told_bits:.2f}", f"{each.could_tell_bits:.2f}")
    return (f"({at}) {named(case, each.action)}", format_hours(each.hours), wasted, *told)


def _hours(drill: Drill, score: Score) -> Iterator[Exhibit]:
    best, average = format_hours(score.best_hours), format_hours(score.best_expected)
    yield Say(
        f"The best plan takes {best} on this case and {average} on average over cases with this report (money counted "
        f"as time). {_spent(drill, score)}"
    )
    if not drill.is_repaired:
        yield Say("You asked for the answer before it was repaired, so the hours are not complete.", "quiet")
    if (dear := score.dearest) is not None:
        at = score.choices.index(dear) + 1
        yield Say(
            f"Step {at} was the dearest: {named(drill.case, dear.action)} cost {format_hours(dear.wasted)} more on "
            f"average than {named_by(drill.case, dear.best)}.",
            "warn",
        )
    elif score.choices:
        yield Say("No choice cost more than the best one by what was known then.", "good")
    if score.idle_hours:
        idle = format_hours(score.idle_hours)
        yield Say(f"{idle} went into looks of which no outcome could have changed what to do next.", "warn")
    if score.cut:
        left_out = ", ".join(drill.case.cause(each).name for each in score.cut)
        yield Say(f"The plan was worked out without the least likely causes: {left_out}.", "quiet")
    if not drill.case.measured:
        yield Say("Some likelihoods of this case are estimates; so are its hours and bits.", "quiet")


def _spent(drill: Drill, score: Score) -> str:
    if not score.choices:
        return "You bought nothing."
    if _is_worked(drill):
        return f"The coach spent {priced(score.hours, score.dollars)}."
    wasted = format_hours(score.wasted)
    return f"You spent {priced(score.hours, score.dollars)}; your choices wasted {wasted} by what was known then."


def _odds(drill: Drill, score: Score) -> Iterator[Exhibit]:
    if not score.odds:
        return
    rows = tuple(
        (
            f"after {each.after_actions}",
            f"{each.off_bits:.2f}",
            f"{100 * each.on_truth:.0f} %",
            f"{each.log_score:.2f}",
            f"{each.brier:.2f}",
        )
        for each in score.odds
    )
    header = ("steps", "bits from the exact odds", "on the true cause", "log score, bits", "Brier")
    whose = "The coach's odds" if _is_worked(drill) else "Your odds"
    yield Grid(f"{whose} (less is better, but for the odds on the true cause)", header, rows)
    yield Say(SCORES, "quiet")


def _clues(case: Case) -> Iterator[Exhibit]:
    rows = tuple(
        (each.tag, "throughout" if each.onset is None else f"step {each.onset:,.0f}", each.says)
        for each in case.clues
    )
    if rows:
        yield Grid("What the logs showed already", ("tag", "from", "what"), rows)


def _last_words(case: Case) -> Iterator[Exhibit]:
    if case.sooner:
        yield Say(f"Sooner: {case.sooner}")
    yield Say(f"Next time: {case.next_time}")
    yield Say(ONE_CASE, "quiet")
