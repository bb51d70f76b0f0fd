"""`coach show`: one session, as it stands, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.console import Console
    from coach.desk import Walk

SCHEMA = "coach.show/1"


@click.command(epilog="Example: coach show 260314-m4k7qd")
@click.argument("session")
@as_json
@journal_options
def show(*, session: str, as_json: bool, journal: Path | None, by: str | None) -> None:
    """Show a session: the frame, what is believed, what waits for an answer, and its four logs.

    SESSION is an id from coach list, or its beginning. coach export writes everything.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    walk = Coach.open(journal=journal, by=by).walk(session)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, _data(walk))
        return
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none

    _print(walk, Console())


def _data(walk: Walk) -> dict[str, object]:
    from coach.cli.session_status import standing  # noqa: PLC0415 - with the session's library
    from coach.report.title import title_of  # noqa: PLC0415 - as above
    from coach.session.worklog import four_logs  # noqa: PLC0415 - as above

    step, stands = walk.position.step, standing(walk.session)
    recipe = stands.recipe
    return {
        "session": walk.session_id,
        "method": walk.session.method,
        "title": title_of(walk.session),
        "frame": dict(walk.frame()),
        "beliefs": [
            {"id": row.id, "label": row.label, "prior": row.prior, "posterior": row.posterior}
            | ({"holds": dict(row.holds)} if row.holds else {})
            for row in walk.beliefs()
        ],
        "standing": list(stands.lines),
        "recipe": None
        if recipe is None
        else {"how": recipe.how, "steps": list(recipe.steps), "code": recipe.code},
        "question": None
        if step is None
        else {"key": step.question.key, "text": step.question.text, "waits": step.question.waits},
        "logs": {
            name: [{"at": line.at.isoformat(), "by": line.by, "text": line.text} for line in lines]
            for name, lines in four_logs(walk.session)._asdict().items()
        },
    }


def _print(walk: Walk, console: Console) -> None:
    from coach.cli.exhibits import percent  # noqa: PLC0415 - with the session's library
    from coach.cli.exhibits import show as show_exhibit  # noqa: PLC0415 - as above
    from coach.cli.session_status import standing  # noqa: PLC0415 - as above
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - as above
    from coach.report.title import title_of  # noqa: PLC0415 - as above
    from coach.session.moved_by import began_at  # noqa: PLC0415 - as above

    console.say(f"{walk.session_id}: {one_line(title_of(walk.session))} ({walk.session.method})")
    for name, value in walk.frame():
        console.say(f"{name}: {one_line(value)}", indent="  ", hanging="    ")
    if beliefs := walk.beliefs():
        console.say("What is believed:")
    for row in beliefs:
        began = began_at(walk.session, row)
        said = f"; {began}" if began else ""
        console.say(
            f"{one_line(row.label)}: {percent(row.posterior)}{one_line(said)}",
            indent="  ",
            hanging="    ",
        )
    stands = standing(walk.session)
    for line in stands.lines:
        console.say(line)
    if stands.recipe is not None:
        show_exhibit(console, stands.recipe)
    step = walk.position.step
    if step is not None:
        console.say(f"Next question: {one_line(step.question.text)}")
    console.say()
    _print_logs(walk, console)


def _print_logs(walk: Walk, console: Console) -> None:
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - with the session's library
    from coach.session.worklog import TITLES, four_logs  # noqa: PLC0415 - as above

    for title, lines in zip(TITLES, four_logs(walk.session), strict=True):
        if lines:
            console.say(f"{title}:")
        for line in lines:
            said = f"{line.at.astimezone():%Y-%m-%d %H:%M} {one_line(line.text)}"
            console.say(said, indent="  ", hanging="    ")
