"""Launches a command with its archive, or one for each seed, and ends as it ended. Light: a command waits behind it."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from coach.archive.launch import launch
from coach.archive.named_files import named_files
from coach.archive.recorder import Asked, Recorder
from coach.cli.launch_words import SEED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.cli.launch_words import LaunchWords

_NOT_FOUND, _NOT_EXECUTABLE, _BY_SIGNAL = 127, 126, 128
_ENOENT = 2
_BATCH_SYSTEMS = ("SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID", "KUBERNETES_SERVICE_HOST")
_PATIENT_S = 20.0


def launched(asked: LaunchWords) -> int:
    """Launch what was asked for and give the exit status to end with; ends by the signal that ended the command.

    Where there is a session it must exist: a mistyped one is told before anything starts.
    """
    if asked.session and (problem := _problem_with(asked)):
        _say(f"coach: {problem}")
        return 2
    if asked.seeds:
        from coach.cli.launching_seeds import launched_seeds  # noqa: PLC0415 - only several need it

        return launched_seeds(asked)
    return launched_one(asked)


def launched_one(asked: LaunchWords, *, seed: str = "", batch: str = "") -> int:
    """Launch one run and give the exit status to end with; ends by the signal that ended the command."""
    command = tuple(word.replace(SEED, seed) for word in asked.command) if seed else asked.command
    folder = _here()
    about = Asked(
        command=command,
        folder=folder,
        session=asked.session,
        by=asked.by or os.environ.get("COACH_BY", ""),
        seed=seed,
        batch=batch,
        named=named_files(command, folder),
    )
    try:
        outcome = launch(command, Recorder(about, root=_root(asked), tell=_tell), patience_s=_patience())
    except OSError as error:
        return _not_started(command, error.errno or _ENOENT)
    if outcome.failed:
        return _not_started(command, outcome.failed)
    _say_where(outcome.kept)
    if outcome.status is None:
        _say("coach: nobody saw how the command ended")
        return 1
    if os.WIFSIGNALED(outcome.status):
        _end_by(os.WTERMSIG(outcome.status))
    return os.WEXITSTATUS(outcome.status)


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - before anything may be imported
    except OSError:
        return "/"


def _patience() -> float:
    """Give how long to wait until the recorder is done: a batch system ends it when we end, and so does a container."""
    is_last = 1 in {os.getpid(), os.getppid()} or any(name in os.environ for name in _BATCH_SYSTEMS)
    return _PATIENT_S if is_last else 0.0


def _root(asked: LaunchWords) -> Callable[[], Path]:
    def root() -> Path:
        from pathlib import Path  # noqa: PLC0415 - the command runs by now

        from coach.journal.place import journal_place  # noqa: PLC0415 - as above

        return journal_place(Path(asked.journal) if asked.journal else None).root

    return root


def _tell(root: Path, folder: Path) -> None:
    from coach.desk.archived_runs import tell  # noqa: PLC0415 - the command runs by now

    tell(root, folder)


def _problem_with(asked: LaunchWords) -> str:
    from coach.errors import CoachError, UsageError  # noqa: PLC0415 - only a named session needs it
    from coach.journal.index import sessions_folder  # noqa: PLC0415 - as above
    from coach.journal.journal import Journal  # noqa: PLC0415 - as above

    try:
        root = _root(asked)()
        if (sessions_folder(root) / f"{asked.session}.json").exists():
            return ""
        Journal.at(root).resolve(asked.session)
    except UsageError as error:
        return str(error)
    except (CoachError, OSError):  # a journal that cannot be read is no reason not to run
        return ""
    return ""


def _not_started(command: tuple[str, ...], number: int) -> int:
    said = "command not found" if number == _ENOENT else os.strerror(number).lower()
    _say(f"coach: {command[0]}: {said}")
    return _NOT_FOUND if number == _ENOENT else _NOT_EXECUTABLE


def _say_where(kept: str) -> None:
    """Say where the run is kept, on a terminal; that it is not, wherever messages go."""
    word, _, rest = kept.partition(" ")
    if word == "kept" and os.isatty(2):
        name = rest.split(" ", 1)[0]
        _say(f"coach: kept as {rest}; coach runs show {name}")
    elif word == "not":
        _say(f"coach: the run was {kept}")


def _say(text: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _end_by(number: int) -> NoReturn:
    """End by the signal that ended the command, so that whoever started us sees just that."""
    with suppress(OSError, ValueError):
        import resource  # noqa: PLC0415 - only now

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # one core file is enough
    with suppress(OSError):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [number])
    os.kill(os.getpid(), number)
    os._exit(_BY_SIGNAL + number)
