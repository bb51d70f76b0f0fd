"""A pre-mortem drill line by line and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.drill_lines import say_all
from coach.errors import AnswerError
from coach.session.drill.events import Explained, LookBought
from coach.session.drill.launch import HOW, bought_of, chances_of, score_launch
from coach.session.drill.launch_pages import launch_end, launch_report, launch_table
from coach.session.exhibit import Say

if TYPE_CHECKING:
    from coach.cli.console import Console
    from coach.desk.launch_drilling import OpenLaunch

SCHEMA = "coach.launch-step/1"
_LEAVES = ("quit", "q")
_TABLE = "table"


def drill_launch(opened: OpenLaunch, moves: tuple[str, ...], *, plain: bool, as_json: bool) -> int:
    """Make the moves, then print what stands; without moves show it on the screen, or ask line by line."""
    from coach.cli.console import Console, is_terminal  # noqa: PLC0415 - with the lines

    for move in moves:
        opened.say(move)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, launch_data(opened))
        return 0
    if not moves and is_terminal() and not plain:
        from coach.cli.full_screen import open_launch  # noqa: PLC0415 - lines need no screen

        open_launch(opened)
        return 0
    console = Console()
    if not moves:
        say_all(console, launch_report(opened.launch))
        try:
            _ask(opened, console)
        except EOFError:
            console.say()
    if opened.is_over:
        say_all(console, launch_end(opened.launch, opened.bodies, score_launch(opened.launch, opened.bodies)))
    elif moves:
        say_all(console, launch_table(opened.launch, opened.bodies))
    else:
        console.say(f"Kept. coach drill {opened.launch.id} goes on from here.")
    return 0


def launch_data(opened: OpenLaunch) -> dict[str, Any]:
    """Give a launch as it stands; nothing of what is planted before it is launched."""
    launch, bought = opened.launch, bought_of(opened.bodies)
    data: dict[str, Any] = {
        "drill": opened.id,
        "launch": launch.id,
        "title": launch.title,
        "report": launch.report,
        "run_price": {"hours": launch.run_hours, "dollars": launch.run_dollars},
        "files": dict(launch.files),
        "faults": [{"id": each.id, "name": each.name, "loss_hours": each.loss} for each in launch.faults],
        "checks": [
            {
                "id": each.id,
                "name": each.name,
                "hours": each.hours,
                "dollars": each.dollars,
                "shows": each.shows if each.id in bought else None,
            }
            for each in launch.checks
        ],
        "chances": chances_of(opened.bodies) or None,
        "is_over": opened.is_over,
        "moves": [] if opened.is_over else ["chances 30 5 10", "buy 1", "launch"],
    }
    if opened.is_over:
        found = score_launch(launch, opened.bodies)
        data["score"] = {
            "caught": [each.id for each in found.caught],
            "missed": [each.id for each in found.missed],
            "hours": found.hours,
            "hours_lost": found.lost,
            "hours_wasted": found.wasted,
            "best_checks": sorted(found.best),
            "brier": found.brier,
            "story": launch.story,
        }
    return data


def _ask(opened: OpenLaunch, console: Console) -> None:
    if not any(isinstance(each, Explained) for each in opened.bodies):
        console.say()
        console.say("It is tomorrow and the run has failed. Why? One line each; an empty line ends the list.")
        lines = []
        while line := console.ask("> ").strip():
            lines.append(line)
        opened.say(f"think {'; '.join(lines)}")
    say_all(console, launch_table(opened.launch, opened.bodies))
    console.say(f"{HOW} table shows everything again.")
    while not opened.is_over:
        said = console.ask("> ").strip()
        if said in _LEAVES:
            return
        if said == _TABLE:
            say_all(console, launch_table(opened.launch, opened.bodies))
        elif said:
            _move(opened, console, said)


def _move(opened: OpenLaunch, console: Console, said: str) -> None:
    try:
        body = opened.say(said)
    except AnswerError as error:
        console.say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}".strip())
        return
    if isinstance(body, LookBought):
        check = next(each for each in opened.launch.checks if each.id == body.look)
        say_all(console, (Say(f"{check.name}: {check.shows}"),))
