"""A drill of a launch as exhibits: what is about to run, what could be wrong, what was caught and what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.drill.events import Explained
from coach.session.drill.launch import bought_of, chances_of
from coach.session.drill.opening import priced
from coach.session.exhibit import Bar, Bars, Branch, Grid, Outline, Say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.drill.events import Body
    from coach.session.drill.launch import Launch, LaunchScore
    from coach.session.exhibit import Exhibit


def launch_report(launch: Launch) -> tuple[Exhibit, ...]:
    """Give what is about to be launched, with its files."""
    return (
        Say(f"{launch.title} (pre-mortem, level {launch.level} of 3)"),
        Say(launch.report),
        Say(f"The run costs {priced(launch.run_hours, launch.run_dollars)}."),
        *(Say(f"{name}\n\n{text.rstrip()}") for name, text in launch.files),
    )


def launch_faults(launch: Launch, bodies: tuple[Body, ...]) -> Exhibit:
    """Give what could be wrong, with the chances stated last."""
    chances = chances_of(bodies)
    title = "What could be wrong (any of these, or none)"
    names = [f"{at} {each.name}" for at, each in enumerate(launch.faults, 1)]
    faults: Exhibit = Outline(title, tuple(map(Branch, names)))
    if chances:
        rows = (Bar(str(at), chances[each.id], note=each.name) for at, each in enumerate(launch.faults, 1))
        faults = Bars(f"{title}, your chances", tuple(rows))
    return faults


def launch_table(launch: Launch, bodies: tuple[Body, ...]) -> tuple[Exhibit, ...]:
    """Give what could be wrong with the chances stated, and the checks with what was shown."""
    bought = bought_of(bodies)
    checks = tuple(
        (
            f"({at}) {each.name}",
            "done" if each.id in bought else priced(each.hours, each.dollars),
            each.shows if each.id in bought else "",
        )
        for at, each in enumerate(launch.checks, 1)
    )
    return (launch_faults(launch, bodies), Grid("What you can check before", ("check", "", ""), checks))


def launch_end(launch: Launch, bodies: tuple[Body, ...], score: LaunchScore) -> tuple[Exhibit, ...]:
    """Give what was in, what was caught, and what the checks were worth."""
    return tuple(_end(launch, bodies, score))


def _end(launch: Launch, bodies: tuple[Body, ...], score: LaunchScore) -> Iterator[Exhibit]:
    for each in score.caught:
        yield Say(f"Caught: {each.name}. {each.shows}", "good")
    for each in score.missed:
        yield Say(f"Missed: {each.name}, {format_hours(each.loss)} lost. {each.shows}", "warn")
    own = [line for each in bodies if isinstance(each, Explained) for line in each.lines]
    if own:
        yield Say(f"Before the table you wrote: {'; '.join(own)}.", "quiet")
    yield Say(launch.story)
    yield Say(f"Source: {launch.source}. The chances are editorial.", "quiet")
    best = [each.name for each in launch.checks if each.id in score.best]
    yield Outline("The checks that pay by the chances before", tuple(map(Branch, best or ["none"])))
    wasted = format_hours(score.wasted)
    yield Say(
        f"Your checks took {format_hours(score.hours)}, and what you missed cost {format_hours(score.lost)}. "
        f"On average over such launches your checks cost {wasted} more than the best ones."
    )
    if score.brier is not None:
        yield Say(f"Your chances: Brier {score.brier:.2f}; saying 50 % of everything scores 0.25.")
    yield Say(f"Next time: {launch.next_time}")
