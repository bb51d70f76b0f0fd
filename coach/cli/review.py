"""`coach review`: what came of everything that was sealed."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json, journal_options
from coach.cli.output import write_out

if TYPE_CHECKING:
    from pathlib import Path

    from coach.report.review.document import Document
    from coach.session.review.review import Review

LESSONS = "Lessons"
FORMS = ("text", "md", "html", "json")


@click.command(epilog="Example: coach review --format html -o review.html")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="How it is written.")
@click.option("-o", "--output", type=ANY_PATH, metavar="FILE", help="Write here.")
@click.option("--screen", is_flag=True, help="Show it on the full screen, with pictures.")
@as_json
@journal_options
def review(
    *, form: str, output: Path | None, screen: bool, as_json: bool, journal: Path | None, by: str | None
) -> None:
    """Show how good your forecasts were, and what your sessions teach.

    Begins with one sentence. Scores by kind, logged quantity and person, calibration, whether the cause was on your
    list and at what place, hours estimated and taken, detectors that were right, causes that came again, lessons.
    Something is called out only where its interval supports it; only what was sealed before the logs were read counts.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    if screen:
        from coach.cli.full_screen import open_review  # noqa: PLC0415 - text needs no screen

        open_review(lambda: Coach.open(journal=journal, by=by))
        return
    found = Coach.open(journal=journal, by=by).record.review()
    text = _written(found, "json" if as_json else form)
    write_out(text, output)


def _written(found: Review, form: str) -> str:
    if form == "json":
        from coach.report.review.data import SCHEMA, review_data  # noqa: PLC0415 - only data needs it

        return json.dumps({"schema": SCHEMA, **review_data(found)}, indent=2, allow_nan=False) + "\n"
    from coach.report.review.document import document  # noqa: PLC0415 - data needs none

    told = document(found)
    if form == "html":
        from coach.report.review.page import review_page  # noqa: PLC0415 - only a page needs it

        return review_page(found, told)
    if form == "md":
        from coach.report.review.markdown import review_markdown  # noqa: PLC0415 - only Markdown needs it

        return review_markdown(told)
    return _text(told)


def _text(told: Document) -> str:
    from coach.cli.console import Console  # noqa: PLC0415 - only text needs it
    from coach.cli.terminal_safe import harmless, one_line  # noqa: PLC0415 - as above
    from coach.report.review.lines import table_lines  # noqa: PLC0415 - as above

    page = StringIO()
    console = Console(sink=page)
    console.say(told.headline)
    for said in told.called_out:
        console.say(f"- {one_line(said)}", hanging="  ")
    for section in told.sections:
        console.say()
        console.say(section.title)
        for said in section.says:
            console.say(one_line(said), indent="  ", hanging="    " if section.title == LESSONS else None)
        for line in table_lines(section.table) if section.table else ():
            console.say_line(f"  {harmless(line)}")
    return page.getvalue()
