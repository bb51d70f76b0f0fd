"""`coach tag`: say once and for all what a tag of the logs stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_option
from coach.cli.terminal_safe import one_line, storable
from coach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "coach.tags/1"


@click.command(epilog="Example: coach tag env/points return")
@click.argument("name", required=False, metavar="[TAG]")
@click.argument("quantity", nargs=-1, metavar="[QUANTITY]")
@click.option("--forget", is_flag=True, help="Take back what was said of TAG.")
@as_json
@journal_option
def tag(
    *, name: str | None, quantity: tuple[str, ...], forget: bool, as_json: bool, journal: Path | None
) -> None:
    """Say what a tag of your logs stands for: the return, the loss, the learning rate; or none of them.

    It is kept in the journal (tags.yaml) and counts for every run that is read from then on, before what
    coach makes of the name. A * in TAG stands for anything, and none says that it is no quantity. Without
    QUANTITY nothing is changed, and what was said is listed.
    """
    from coach.desk.tags import quantity_called  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above
    from coach.journal.stated_tags import FILE, state_tag, stated_tags  # noqa: PLC0415 - as above

    root = journal_place(journal).root
    if (forget or quantity) and not (name or "").strip():
        raise UsageError("which tag is meant?", hint="Name it as the log does: coach tag TAG QUANTITY")
    if forget and quantity:
        raise UsageError("--forget takes no quantity", hint="coach tag TAG --forget")
    said: Mapping[str, str] = stated_tags(root)
    changed = bool(quantity or forget)
    if name is not None and changed:
        spelt = storable(name)
        if forget and spelt not in said:
            raise UsageError(
                f"nothing was said of {one_line(spelt)!r}", hint="coach tag lists what was said."
            )
        said = state_tag(root, spelt, None if forget else quantity_called(" ".join(quantity)))
        click.echo(f"Kept in {one_line(str(root / FILE))}.", err=True)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, {"tags": [{"tag": each, "quantity": what} for each, what in said.items()]})
    else:
        _list(
            said if name is None or changed else {each: what for each, what in said.items() if each == name}
        )


def _list(said: Mapping[str, str]) -> None:
    if not said:
        click.echo("Nothing was said of any tag so far: coach tag TAG QUANTITY", err=True)
    for each, what in said.items():
        click.echo(f"{one_line(each)}: {what}")
