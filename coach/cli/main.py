"""The `coach` command: lazily loaded commands, and every failure phrased for a person.

Standard output carries what was asked for, standard error carries messages, the exit status is a contract:
0 done, 1 the user must act, 2 wrong usage, 3 an input could not be read, 4 the journal could not be read or
written, 130 interrupted; 70 for a fault of the program itself, 74 when its output could not be written, 141 when
the reader of its output went away.
"""

from __future__ import annotations

import gc
import importlib
import sys
from typing import TYPE_CHECKING

import click

from coach import __version__
from coach.cli.options import ANY_PATH
from coach.cli.streams import CANNOT_WRITE, is_refusal, make_ready, silence_output
from coach.cli.table import COMMANDS, SECTIONS
from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

INTERRUPTED = 130
UNEXPECTED = 70
PIPE_CLOSED = 141
NEW_OBJECTS = 100_000
"""New objects after which Python looks for circles of them. With its own 700 it looks through the playbooks dozens of
times while they are loaded, which took a tenth of a short command."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and listed without being imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give every command's name, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; None for a name that is no command."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table's sections."""
        width = max(map(len, COMMANDS))
        for section in SECTIONS:
            with formatter.section(section.title):
                formatter.write_dl([(entry.name.ljust(width), entry.help) for entry in section.entries])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was named; suggest the nearest names for one that does not exist."""
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches  # noqa: PLC0415 - only a mistyped command needs it

            near = get_close_matches(args[0], COMMANDS, n=3)
            hint = f" Did you mean {' or '.join(near)}?" if near else " See coach --help."
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--journal", type=ANY_PATH, metavar="DIR", help="Use the journal in this folder.")
@click.option("--by", metavar="NAME", help="Who is answering; kept with every entry.")
@click.option("--plain", is_flag=True, help="Line-by-line questions instead of the full screen.")
@click.version_option(__version__, "-V", "--version", prog_name="coach", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, journal: Path | None, by: str | None, *, plain: bool) -> int | None:
    """Think before the ten-hour run, and learn from it afterwards.

    With no command, coach opens home: what is open, what is under way, what is due.

    Example: coach stuck runs/ppo_17
    """
    given = {"journal": journal, "by": by, "plain": plain or None}
    ctx.default_map = {
        name: {option: value for option, value in given.items() if value is not None} for name in COMMANDS
    }
    if ctx.invoked_subcommand is not None:
        return None
    from coach.cli.home import home  # noqa: PLC0415 - only a bare `coach` needs it

    return home(journal=journal, by=by, plain=plain)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status; no exception leaves, whatever happens."""
    make_ready()
    gc.set_threshold(NEW_OBJECTS)
    try:
        returned = main.main(
            args=None if arguments is None else list(arguments), prog_name="coach", standalone_mode=False
        )
        sys.stdout.flush()
    except (CoachError, click.ClickException) as error:
        _phrase(error)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("\nInterrupted. Everything you confirmed is kept.")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click exits by itself when a pipe closes while a command writes
        silence_output()
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody gets a traceback
        return _unwritten(error) if isinstance(error, OSError) and is_refusal(error) else _report(error)
    return returned if isinstance(returned, int) else 0


def _phrase(error: CoachError | click.ClickException) -> None:
    if isinstance(error, click.ClickException):
        error.show()
        return
    from coach.cli.terminal_safe import harmless  # noqa: PLC0415 - only an error needs it

    said = f"{error.where}: {error.message}" if error.where else error.message
    _say(f"coach: {harmless(said)}")
    if error.hint:
        _say(harmless(error.hint))


def _unwritten(error: OSError) -> int:
    silence_output()
    _say(f"coach: standard output cannot be written: {(error.strerror or str(error)).lower()}")
    return CANNOT_WRITE


def _report(error: Exception) -> int:
    """Write what happened to a file and name it; the traceback holds no values of variables."""
    import platform  # noqa: PLC0415 - only a crash needs these
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    about = f"coach {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="coach-report-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(about + "".join(traceback.format_exception(error)))
    except OSError:
        _say(f"coach: something unexpected happened ({type(error).__name__}); everything confirmed is kept.")
    else:
        _say(
            f"coach: something unexpected happened ({type(error).__name__}); everything confirmed is kept. "
            f"What happened is written down in {file.name}"
        )
    return UNEXPECTED


def _say(text: str) -> None:
    try:
        click.echo(text, err=True)
    except OSError:
        return
