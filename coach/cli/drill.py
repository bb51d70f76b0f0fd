"""`coach drill`: a closed case to solve, with evidence bought at its price; cases listed, proposed, checked, made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json, journal_options

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.console import Console
    from coach.desk.drilling import Drills, OpenDrill
    from coach.session.drill.events import Help


@click.command(epilog="Example: coach drill --next")
@click.argument("words", nargs=-1, metavar="[CASE | validate FOLDER | make SESSION]")
@click.option("--list", "as_list", is_flag=True, help="List the cases, and which of them you did.")
@click.option("--next", "propose", is_flag=True, help="Open the case that comes next for you.")
@click.option("--daily", is_flag=True, help="One question about a curve; a minute a day.")
@click.option(
    "--do", "moves", multiple=True, metavar="MOVE", help="Make a move, such as 'buy 1', and show what stands."
)
@click.option("--worked", is_flag=True, help="Let the coach do the case and say why.")
@click.option("--aloud", is_flag=True, help="For a mentor: the sheet to run the case by, with the answer.")
@click.option(
    "--say", "said", multiple=True, metavar="KEY=TEXT", help="For `make`: say what the session does not."
)
@click.option(
    "--to", "folder", type=ANY_PATH, metavar="DIR", help="For `make`: the folder of cases to write into."
)
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
@as_json
@journal_options
def drill(
    *,
    words: tuple[str, ...],
    as_list: bool,
    propose: bool,
    daily: bool,
    moves: tuple[str, ...],
    worked: bool,
    aloud: bool,
    said: tuple[str, ...],
    folder: Path | None,
    plain: bool,
    as_json: bool,
    journal: Path | None,
    by: str | None,
) -> int:
    """Solve a case: a report, the logs of the day, and evidence that costs what it cost.

    You state odds, buy looks, and stop with a repair. Then you are told what it was, the best plan beside your way,
    what each choice cost by what was known then, and how good the odds were. A drill can be left and taken up again.
    """
    from coach.desk.drilling import Drills  # noqa: PLC0415 - help is printed without the journal's libraries

    drills = Drills.open(journal=journal, by=by)
    if words[:1] == ("validate",):
        from coach.cli.drill_cases import validate_cases  # noqa: PLC0415 - only `validate` needs it

        return validate_cases(words[1:], as_json=as_json)
    if words[:1] == ("make",):
        from coach.cli.drill_make import make  # noqa: PLC0415 - only `make` needs it

        return make(drills, words[1:], said, folder)
    if daily:
        from coach.cli.learn_lines import ask_daily  # noqa: PLC0415 - only the daily question

        return ask_daily(drills)
    if aloud and words:
        from coach.cli.drill_cases import say_sheet  # noqa: PLC0415 - only a mentor needs it

        return say_sheet(drills, words[0])
    if as_list or not (words or propose):
        from coach.cli.drill_cases import list_cases  # noqa: PLC0415 - only the list

        return list_cases(drills, as_json=as_json)
    return _open(drills, words[0] if words else "", moves, worked=worked, plain=plain, as_json=as_json)


def _open(
    drills: Drills, name: str, moves: tuple[str, ...], *, worked: bool, plain: bool, as_json: bool
) -> int:
    """Open the case or launch of a name, the one that comes next where there is no name."""
    help_: Help = "worked" if worked else "alone"
    if not name:
        if (found := drills.proposal()) is None:
            raise click.UsageError("there are no cases yet; put some into the journal's drills folder")
        name, help_ = found.case, found.help
        click.echo(f"{name}: {found.why}", err=as_json)
    if (place := drills.launches().get(name)) is not None:
        from coach.cli.drill_launch import drill_launch  # noqa: PLC0415 - only a pre-mortem drill
        from coach.desk.launch_drilling import OpenLaunch  # noqa: PLC0415 - as above
        from coach.playbook.drills.launches import load_launch  # noqa: PLC0415 - as above

        launch = OpenLaunch(drills, load_launch(place))
        return drill_launch(launch, moves, plain=plain, as_json=as_json)
    return _go(drills.begin(name, help_), moves, plain=plain, as_json=as_json)


def _go(opened: OpenDrill, moves: tuple[str, ...], *, plain: bool, as_json: bool) -> int:
    for move in moves:
        opened.say(move)
    if as_json:
        from coach.cli.drill_data import SCHEMA, step_data  # noqa: PLC0415 - only `--json` needs it
        from coach.cli.output import print_json  # noqa: PLC0415 - as above

        print_json(SCHEMA, step_data(opened))
        return 0
    from coach.cli.console import Console, is_terminal  # noqa: PLC0415 - `--json` needs none

    if moves:
        _say_standing(opened, Console())
    elif is_terminal() and not plain:
        from coach.cli.full_screen import open_drill  # noqa: PLC0415 - lines need no screen

        open_drill(opened)
        if not opened.drill.is_over:
            click.echo(f"Kept. coach drill {opened.drill.case.id} goes on from here.")
    else:
        from coach.cli.drill_lines import drill_in_lines  # noqa: PLC0415 - the screen needs none

        drill_in_lines(opened, Console())
    return 0


def _say_standing(opened: OpenDrill, console: Console) -> None:
    from coach.cli.drill_lines import say_all, say_end  # noqa: PLC0415 - only `--do` needs it
    from coach.session.drill.opening import shown_by, table_of  # noqa: PLC0415 - as above

    if opened.drill.actions:
        say_all(console, shown_by(opened.drill, opened.drill.actions[-1]))
    if opened.drill.is_over:
        say_end(opened, console)
    else:
        say_all(console, table_of(opened.drill))
