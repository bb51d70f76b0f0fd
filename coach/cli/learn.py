"""`coach learn`: the path of a newcomer, kept and taken up again; and what was learned so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.learning_path import LearningPath

PATH_SCHEMA, REPORT_SCHEMA = "coach.learn/1", "coach.learn-report/1"


@click.command(epilog="Example: coach learn")
@click.argument("stage", required=False)
@click.option("--list", "as_list", is_flag=True, help="Show the path and where you are on it.")
@click.option("--report", is_flag=True, help="What you have learned so far; with --json to hand to a mentor.")
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
@as_json
@journal_options
def learn(
    *,
    stage: str | None,
    as_list: bool,
    report: bool,
    plain: bool,
    as_json: bool,
    journal: Path | None,
    by: str | None,
) -> int:
    """Go on with the path from the first hour to the tenth, or open the STAGE you name.

    A case worked by the coach; six practices of five to ten minutes with exercises; twelve claims read off real
    curves; cases of your own; your first investigation. What you did is kept, and nobody is ranked.
    """
    from coach.desk.drilling import Drills  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.desk.learning_path import LearningPath  # noqa: PLC0415 - as above

    drills = Drills.open(journal=journal, by=by)
    path = LearningPath(drills)
    if report:
        return _report(path, as_json=as_json)
    if as_list or as_json:
        return _list(path, as_json=as_json)
    from coach.cli.console import is_terminal  # noqa: PLC0415 - data needs none
    from coach.cli.learn_lines import go_on, go_on_screen  # noqa: PLC0415 - as above

    return go_on_screen(drills, path, stage) if is_terminal() and not plain else go_on(drills, path, stage)


def _report(path: LearningPath, *, as_json: bool) -> int:
    from coach.session.learn.report import data_of, exhibits_of  # noqa: PLC0415 - loads the scores

    found = path.report()
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(REPORT_SCHEMA, data_of(found))
        return 0
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none
    from coach.cli.drill_lines import say_all  # noqa: PLC0415 - as above

    say_all(Console(), exhibits_of(found))
    return 0


def _list(path: LearningPath, *, as_json: bool) -> int:
    stages = path.stages()
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(PATH_SCHEMA, {"stages": [each._asdict() for each in stages]})
        return 0
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none
    from coach.cli.learn_lines import say_path  # noqa: PLC0415 - as above

    say_path(Console(), stages)
    return 0
