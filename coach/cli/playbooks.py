"""`coach playbooks`: the catalogues of failure modes, to read, to check and to write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json
from coach.cli.terminal_safe import harmless
from coach.errors import JournalError, PlaybookError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.playbook.shelf import PlaybookFile

SHOWN = 10
"""Hits of a search that are shown unless all are asked for."""


def _choose(ctx: click.Context, _: click.Parameter, journal: Path | None) -> None:
    if journal is not None:
        ctx.obj = journal


in_journal: Callable[[Callable[..., object]], Callable[..., object]] = click.option(
    "--journal",
    type=ANY_PATH,
    metavar="DIR",
    help="Use the journal in this folder.",
    expose_value=False,
    callback=_choose,
)
"""`--journal`, before or after the name of the subcommand; the nearest one counts."""


@click.group(epilog="Example: coach playbooks show policy-gradient", invoke_without_command=True)
@in_journal
@click.pass_context
def playbooks(ctx: click.Context) -> None:
    """Read, check and write the catalogues of failure modes.

    Playbooks come with coach or stand in the journal's folder `playbooks`; there, one of the same name takes the
    place of a built-in one, or extends it.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@playbooks.command("list", epilog="Example: coach playbooks list --json")
@as_json
@in_journal
@click.pass_obj
def list_playbooks(journal: Path | None, *, as_json: bool) -> None:
    """List the playbooks there are."""
    from coach.cli.playbook_pages import entries, say_list  # noqa: PLC0415 - help is printed without the YAML reader

    found = entries(_shelf(journal))
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json("coach.playbooks/1", {"playbooks": found})
    else:
        say_list(found)


@playbooks.command(epilog="Example: coach playbooks show reinforcement-learning")
@click.argument("playbook_id", metavar="ID")
@as_json
@in_journal
@click.pass_obj
def show(journal: Path | None, playbook_id: str, *, as_json: bool) -> None:
    """Show one playbook with all it builds on: failure modes, experiments, sources."""
    from coach.cli.playbook_pages import say_page  # noqa: PLC0415 - loads the YAML reader
    from coach.playbook.compile import compiled_for  # noqa: PLC0415

    shelf = _shelf(journal)
    if playbook_id not in {each.id for each in shelf}:
        from coach.playbook.fault import meant  # noqa: PLC0415 - only a mistake needs it

        hint = meant(playbook_id, (each.id for each in shelf))
        if not hint.endswith("?"):
            hint += f" For a failure mode or a symptom: coach playbooks search {playbook_id!r}."
        raise PlaybookError(f"there is no playbook {playbook_id!r}", hint=hint)
    compiled = compiled_for(playbook_id, shelf)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
        from coach.cli.playbook_data import page_data  # noqa: PLC0415

        print_json("coach.playbook-page/2", page_data(compiled))
    else:
        say_page(compiled)


@playbooks.command(epilog='Example: coach playbooks search "the loss is the same for every input"')
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@click.option("--playbook", metavar="ID", help="Search this playbook only, with all it builds on.")
@click.option("--all", "every", is_flag=True, help="Show all that was found, not only the ten best.")
@as_json
@in_journal
@click.pass_obj
def search(
    journal: Path | None, text: tuple[str, ...], *, playbook: str | None, every: bool, as_json: bool
) -> None:
    """Search the playbooks: failure modes with their checks, symptoms, experiments, known cases."""
    from coach.cli.playbook_search import hit_data, say_hits, searched  # noqa: PLC0415 - loads the YAML reader
    from coach.playbook.search import search as look_up  # noqa: PLC0415

    catalogues, faults = searched(_shelf(journal), playbook)
    for fault in faults:
        click.echo(harmless(fault), err=True)
    hits = look_up(" ".join(text), catalogues)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(
            "coach.playbooks-search/1", {"text": " ".join(text), "found": [hit_data(each) for each in hits]}
        )
    else:
        shown = hits if every else hits[:SHOWN]
        say_hits(shown, len(hits) - len(shown))


@playbooks.command(epilog="Example: coach playbooks validate .coach/playbooks/*.yaml")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=ANY_PATH)
@in_journal
@click.pass_context
def validate(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check playbook files and list every fault with its line.

    Exit status 1 when there is a fault.
    """
    from coach.playbook.compile import faults_in  # noqa: PLC0415 - loads the YAML reader
    from coach.playbook.shelf import PlaybookFile  # noqa: PLC0415

    paths = [file.expanduser() for file in files]
    shelf = (*_shelf(ctx.obj), *(PlaybookFile(id=path.stem, path=path) for path in paths))
    count = 0
    for path in paths:
        faults = faults_in(path, shelf)
        count += len(faults)
        for fault in faults:
            click.echo(harmless(str(fault)))
        if not faults:
            click.echo(harmless(f"{path}: fine"))
    if count:
        ctx.exit(1)


@playbooks.command(epilog="Example: coach playbooks new vision-transformers --extends deep-learning")
@click.argument("playbook_id", metavar="ID")
@click.option("--extends", metavar="ID", help="The playbook it builds on.")
@click.option("-o", "--output", type=ANY_PATH, metavar="FILE", help="Write it here; `-` prints it.")
@in_journal
@click.pass_obj
def new(journal: Path | None, playbook_id: str, *, extends: str | None, output: Path | None) -> None:
    """Begin a playbook of your own, in the journal's folder unless told otherwise.

    It extends the playbook of the same name where there is one, else `deep-learning`. Nothing is overwritten.
    """
    from coach.playbook.entry import is_id  # noqa: PLC0415 - loads pydantic
    from coach.playbook.template import new_playbook  # noqa: PLC0415

    if not is_id(playbook_id):
        hint = "Use lower-case words and numbers joined by hyphens, such as `vision-transformers`."
        raise UsageError(f"{playbook_id!r} cannot be the id of a playbook", hint=hint)
    known = {file.id for file in _shelf(journal)}
    parent = extends or (playbook_id if playbook_id in known else "deep-learning")
    if parent not in known:
        from coach.playbook.fault import meant  # noqa: PLC0415 - only a mistake needs it

        raise UsageError(f"there is no playbook {parent!r} to build on", hint=meant(parent, known))
    text = new_playbook(playbook_id, parent)
    if output == Path("-"):
        click.echo(text, nl=False)
        return
    path = _root(journal) / "playbooks" / f"{playbook_id}.yaml" if output is None else output.expanduser()
    _write_new(path, text)
    click.echo(harmless(f"Wrote {path}"))
    click.echo(harmless(f"Check it with: coach playbooks validate {path}"))


@playbooks.command(
    epilog='Example: coach playbooks promote 7f3k --mine mine --repair "Scale in the loader alone."'
)
@click.argument("session", metavar="SESSION")
@click.option("--to", type=ANY_PATH, metavar="FILE", help="The playbook it goes into; `-` prints the entry.")
@click.option("--name", default="", metavar="TEXT", help="The cause in a few words.")
@click.option("--check", default="", metavar="TEXT", help="How one finds out whether it is this.")
@click.option("--repair", default="", metavar="TEXT", help="What mends it.")
@click.option("--mine", type=click.Choice(("mine", "shared", "outside")), help="Whose the fault is.")
@in_journal
@click.pass_obj
def promote(
    journal: Path | None,
    session: str,
    *,
    to: Path | None,
    name: str,
    check: str,
    repair: str,
    mine: str | None,
) -> None:
    """Put the confirmed cause of a closed session into a playbook of your own.

    That is the one in the journal's folder which takes over the session's playbook, unless told otherwise. A cause it
    knows gets the case beside it, another one an entry of its own; secrets are taken out, nothing is overwritten.
    """
    from coach.cli.playbook_promoted import say_promoted  # noqa: PLC0415 - loads the YAML reader
    from coach.playbook.promoted import Told  # noqa: PLC0415 - as above

    say_promoted(_root(journal), session, Told(name=name, check=check, repair=repair, mine=mine or ""), to)


@playbooks.command(epilog="Example: coach playbooks schema > playbook.schema.json")
def schema() -> None:
    """Print the JSON Schema of playbook files, for editors."""
    import json  # noqa: PLC0415 - only this command needs it

    from coach.playbook.json_schema import json_schema  # noqa: PLC0415 - loads pydantic

    click.echo(json.dumps(json_schema(), indent=2))


def _root(journal: Path | None) -> Path:
    from coach.journal.place import journal_place  # noqa: PLC0415 - help is printed without the journal

    return journal_place(journal).root


def _shelf(journal: Path | None) -> Sequence[PlaybookFile]:
    from coach.playbook.shelf import find_playbooks, own_folders  # noqa: PLC0415 - help is printed without it

    return find_playbooks(*own_folders(_root(journal)))


def _write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet.

    Raises:
        UsageError: it exists.
        JournalError: the file system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(
            "there is a file already", hint="Edit it, or name another with -o.", where=str(path)
        ) from error
    except OSError as error:
        said = f"the file cannot be written: {error.strerror or 'the system refuses'}"
        raise JournalError(said, hint="Name another place with -o.", where=str(path)) from error
