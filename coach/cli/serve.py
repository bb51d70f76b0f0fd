"""`coach serve`: one session in a browser, for a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.next_sheet import find_walk
from coach.cli.options import journal_options
from coach.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.web.server import Served

PORT, TRIED = 8765, 10
HERE = "127.0.0.1"


@click.command(
    epilog="""Examples:

    coach serve --as ben

    ssh -L 8765:localhost:8765 this-machine   (on the other machine; then open the link there)
    """
)
@click.argument("session", required=False)
@click.option("--as", "names", multiple=True, metavar="NAME", help="Whom a link is for; one link a name.")
@click.option("--read-only", is_flag=True, help="The links are for looking only.")
@click.option("--port", type=click.IntRange(1, 65535), help=f"The port; {PORT} or the next that is free.")
@click.option("--host", default=HERE, metavar="ADDRESS", help="An address beyond this machine; see below.")
@click.option(
    "--name", "others", multiple=True, metavar="HOST", help="A further name by which a browser may ask."
)
@journal_options
def serve(
    *,
    session: str | None,
    names: tuple[str, ...],
    read_only: bool,
    port: int | None,
    host: str,
    others: tuple[str, ...],
    journal: Path | None,
    by: str | None,
) -> None:
    """Show a session in a browser, the same full screen, to who has a link; without SESSION, the newest open one.

    A link works once, for one browser, as the person it names, until this command ends (Ctrl-C). Only this machine is
    served: from another one, forward the port with ssh, which also encrypts. With --host others can reach it too: then
    whoever reads the network reads the session, so do that only where you trust everybody on it, and say with --name
    what they call this machine.
    """
    try:
        import aiohttp  # noqa: F401, PLC0415 - only here, and only where it was asked for
        import textual_serve  # noqa: F401, PLC0415 - as above
    except ImportError as error:
        raise UsageError(
            "the browser's part is not installed", hint="pip install 'debug-coach[web]'"
        ) from error
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.web.access import LOOPBACK, Access, Guest  # noqa: PLC0415 - as above
    from coach.web.server import Served  # noqa: PLC0415 - as above

    desk = Coach.open(journal=journal, by=by)
    walk = find_walk(desk, session)
    access = Access()
    guests = _guests(() if read_only else walk.walked_by, names or ("guest",))
    links = [(name, access.link(Guest(name, read_only))) for name in guests]
    allowed = LOOPBACK | {each.lower() for each in others} | {host.lower()}
    served = Served(walk.session_id, walk.session.title, desk.root, access, frozenset(allowed))
    _run(served, links, host, port, read_only=read_only)


def _guests(known: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Give each name once, cleaned; raises UsageError where somebody could not come in under one of them."""
    from coach.session.pairing.people import joined_by  # noqa: PLC0415 - help is printed without the method

    cleaned = tuple(dict.fromkeys(" ".join(each.split()) for each in names))
    for each in cleaned:
        known = joined_by(known, each)
    return cleaned


def _run(
    served: Served, links: list[tuple[str, str]], host: str, port: int | None, *, read_only: bool
) -> None:
    """Serve until the person ends it."""
    import asyncio  # noqa: PLC0415 - with the server

    from coach.web.server import serve as serve_on  # noqa: PLC0415 - as above

    async def run() -> None:
        for at in (port,) if port else range(PORT, PORT + TRIED):
            try:
                runner = await serve_on(served, host, at)
            except OSError:
                continue
            say_where(served, links, host, at, read_only=read_only)
            try:
                await asyncio.Event().wait()
            finally:
                await runner.cleanup()
        raise UsageError(
            f"the port {port or PORT} is taken, or the address is not this machine's", hint="Try --port."
        )

    asyncio.run(run())


def say_where(served: Served, links: list[tuple[str, str]], host: str, port: int, *, read_only: bool) -> None:
    """Print the links, and how the server is reached from elsewhere."""
    is_wide = host not in (HERE, "localhost", "::1")
    name = (
        next(iter(served.names - {"localhost", "127.0.0.1", "::1", host.lower()}), host)
        if is_wide
        else "localhost"
    )
    click.echo(f"Session {served.session}, until you press Ctrl-C.")
    for person, token in links:
        may = "looks only" if read_only else "answers"
        click.echo(f"For {person}, who {may}, once: http://{name}:{port}/?t={token}")
    if is_wide:
        click.echo(
            "Everybody who can reach this address and reads the network reads along; nothing is encrypted.",
            err=True,
        )
    else:
        click.echo(
            f"From another machine: ssh -L {port}:localhost:{port} THIS-MACHINE, and open the link there."
        )
