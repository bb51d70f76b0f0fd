"""The path of a newcomer line by line: lessons, claims about curves, and what comes next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from coach.cli.console import Console, is_terminal
from coach.cli.terminal_safe import one_line
from coach.errors import AnswerError, UsageError
from coach.session.learn import path as on_path
from coach.session.learn.lesson import mark
from coach.session.learn.path import CLAIMS, next_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.desk.drilling import Drills
    from coach.desk.learning_path import LearningPath
    from coach.session.learn.claims import Claim
    from coach.session.learn.lesson import Exercise, Lesson, Marked
    from coach.session.learn.path import Stage

Taken = TypeVar("Taken")

_LEAVES = ("quit", "q")
_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDTH = 60
_NUMBERS = 8
KEPT = "Kept. coach learn goes on from here."


def go_on(drills: Drills, path: LearningPath, wanted: str | None) -> int:
    """Open the stage that is named, else the next one.

    Raises:
        UsageError: there is no such stage.
    """
    console, stages = Console(), path.stages()
    stage = (
        next_stage(stages) if wanted is None else next((each for each in stages if each.id == wanted), None)
    )
    if stage is None and wanted is not None:
        raise UsageError(
            f"there is no stage {wanted!r}", hint=f"There is: {', '.join(each.id for each in stages)}."
        )
    if stage is None:
        console.say(
            "The path is behind you. coach drill --next goes on; coach learn --report shows what you learned."
        )
        return 0
    about = f", about {stage.minutes} minutes" if stage.minutes else ""
    console.say(f"{stage.title}{about}")
    try:
        _open(drills, path, stage, console)
    except EOFError:
        console.say(KEPT)
    return 0


def go_on_screen(drills: Drills, path: LearningPath, wanted: str | None) -> int:
    """Show the path on the full screen, and each case that is opened from it.

    Raises:
        UsageError: there is no such stage.
    """
    from coach.cli.full_screen import open_drill, open_path  # noqa: PLC0415 - lines need no screen

    stages = [each.id for each in path.stages()]
    if wanted is not None and wanted not in stages:
        raise UsageError(f"there is no stage {wanted!r}", hint=f"There is: {', '.join(stages)}.")
    while open_path(path, wanted or ""):
        wanted, found = None, drills.proposal()
        if found is None:
            raise UsageError("there are no cases yet", hint="Cases lie in the journal's drills folder.")
        open_drill(drills.begin(found.case, found.help))
    return 0


def say_path(console: Console, stages: Sequence[Stage]) -> None:
    """Write the path and where one is on it."""
    here = next_stage(stages)
    for each in stages:
        state = "done" if each.is_done else f"{each.done} of {each.of}" if each.done else "open"
        mark_ = "> " if each is here else "  "
        minutes = f", {each.minutes} min" if each.minutes else ""
        console.say(f"{mark_}{each.id}: {each.title} ({state}{minutes})", hanging="    ")


def ask_daily(drills: Drills) -> int:
    """Ask the claim of the day."""
    from coach.desk.learning_path import LearningPath  # noqa: PLC0415 - only here

    console, path = Console(), LearningPath(drills)
    claim = path.next_claim(drills.now().date())
    if claim is None:
        console.say("Every curve was asked about. More cases bring more.")
        return 0
    try:
        _ask_claim(path, claim, console)
    except EOFError:
        console.say("Not answered; it is asked again.")
    return 0


def _open(drills: Drills, path: LearningPath, stage: Stage, console: Console) -> None:
    match stage.id:
        case on_path.GUIDED | on_path.DRILLED:
            _drill(drills, console)
        case on_path.WARM_UP:
            _warm_up(path, stage.done, console)
        case on_path.FIRST:
            console.say("Take a run that disappointed you and type: coach stuck LOGDIR")
            console.say(
                "Or one that you are about to launch: coach premortem. This stage is done once one is closed."
            )
        case _:
            lesson = next(each for each in path.lessons() if each.id == stage.id)
            _teach(path, lesson, console)


def _drill(drills: Drills, console: Console) -> None:
    found = drills.proposal()
    if found is None:
        console.say(
            "There are no cases yet. coach demo is a guided investigation; cases lie in the drills folder."
        )
        return
    opened = drills.begin(found.case, found.help)
    console.say(found.why)
    if is_terminal():
        from coach.cli.full_screen import open_drill  # noqa: PLC0415 - lines need no screen

        open_drill(opened)
        return
    from coach.cli.drill_lines import drill_in_lines  # noqa: PLC0415 - the screen needs none

    drill_in_lines(opened, console)


def _teach(path: LearningPath, lesson: Lesson, console: Console) -> None:
    console.say()
    console.say(lesson.practice)
    console.say()
    where = f" ({lesson.link})" if lesson.link else ""
    console.say(f"Source: {lesson.source}{where}")
    right = 0
    for at, exercise in enumerate(lesson.exercises, 1):
        console.say()
        console.say(f"Exercise {at} of {len(lesson.exercises)}")
        found = _exercise(exercise, console)
        if found is None:
            console.say(KEPT)
            return
        right += found.is_right
    path.lesson_done(lesson.id, right, len(lesson.exercises))
    console.say()
    console.say(f"{right} of {len(lesson.exercises)} right. coach learn goes on with the next part.")


def _exercise(exercise: Exercise, console: Console) -> Marked | None:
    """Ask until there is an answer; None where somebody leaves."""
    console.say(exercise.shows, indent="  ", hanging="  ")
    console.say()
    console.say(exercise.asks)
    for at, each in enumerate(exercise.options, 1):
        console.say(f"{at}. {each.says}", indent="  ", hanging="     ")
    found = _until_taken(console, lambda said: mark(exercise, said))
    if found is not None:
        console.say(f"{'Yes' if found.is_right else 'No'}. {found.says}")
    return found


def _warm_up(path: LearningPath, done: int, console: Console) -> None:
    for at in range(done + 1, CLAIMS + 1):
        claim = path.next_claim()
        if claim is None:
            console.say("Every curve was asked about. More cases bring more.")
            return
        console.say()
        console.say(f"Claim {at} of {CLAIMS}")
        if not _ask_claim(path, claim, console):
            console.say(KEPT)
            return
    console.say()
    console.say("coach learn --report shows how your probabilities did.")


def _ask_claim(path: LearningPath, claim: Claim, console: Console) -> bool:
    """Show half of a curve and ask; False where somebody leaves."""
    console.say(f"{one_line(claim.tag)}, from a run of: {one_line(claim.about)}")
    console.say_line(f"  {_sparks(claim.values)}")
    step = max(1, (len(claim.values) - 1) // (_NUMBERS - 1))
    for at in range(0, len(claim.values), step):
        console.say_line(f"  step {claim.steps[at]:>12,.0f}   {claim.values[at]:.4g}")
    console.say(claim.asks())
    found = _until_taken(console, lambda said: path.answer(claim, said))
    if found is not None:
        console.say(found.says)
    return found is not None


def _until_taken(console: Console, take: Callable[[str], Taken]) -> Taken | None:
    while True:
        said = console.ask("> ").strip()
        if said in _LEAVES:
            return None
        try:
            return take(said)
        except AnswerError as error:
            console.say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}")


def _sparks(values: Sequence[float]) -> str:
    """Give a curve as one line of blocks, each the mean of a stretch."""
    width = min(_WIDTH, len(values))
    cuts = [round(at * len(values) / width) for at in range(width + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(cuts)]
    low, high = min(means), max(means)
    span = (high - low) or 1.0
    return "".join(_BLOCKS[min(len(_BLOCKS) - 1, int((each - low) / span * len(_BLOCKS)))] for each in means)
