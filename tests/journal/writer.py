"""What the child processes of the journal's tests do: write, and be killed, starved or forbidden to."""

from __future__ import annotations

import os
import resource
from itertools import count
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from coach.errors import JournalError
from coach.journal import durable
from coach.journal.journal import Journal
from coach.session.event import event_to_data, events_from_data
from tests.journal.sessions import ONE, noted, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext
    from pathlib import Path

NOBODY = 65534

# Done while the module is imported, so that every child finds its parsers built.
events_from_data([event_to_data(opened()), event_to_data(noted(1))])


def children() -> ForkServerContext:
    """Give the way to start children that have imported all this already."""
    context = get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.journal.writer", "coach.journal.salvage", "coach.journal.verify", "filelock", "tinydb"]
    )
    return context


def append_until_killed(root: Path, confirmations: Path, start: int, ready: Connection) -> None:
    """Append one event after the other, and write down the id of each once `append` has returned."""
    journal = Journal.at(root)
    journal.load(ONE)
    with confirmations.open("ab", buffering=0) as confirmed:
        ready.send_bytes(b"ready")
        for place in count(start):
            event = noted(place, "x" * 300)
            journal.append(ONE, [event])
            confirmed.write(event.id.encode() + b"\n")


def append_some(root: Path, by: str, count: int) -> None:
    """Append so many events."""
    journal = Journal.at(root)
    for place in range(1, count + 1):
        journal.append(ONE, [noted(place, by=by)])


def die_at_call(root: Path, number: int) -> None:
    """Append an event, and die in the middle of the save: before its n-th call of the operating system."""
    calls = 0

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **keywords: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                os._exit(9)
            return call(*arguments, **keywords)

        return counted

    journal = Journal.at(root)
    journal.load(ONE)
    for name in ("open", "fsync", "link", "unlink", "replace", "close"):
        setattr(os, name, deadly(getattr(os, name)))
    journal.append(ONE, [noted(1000 + number)])
    os._exit(0)


def die_half_written(root: Path) -> None:
    """Append an event, and die when half of the file is written."""

    def half(path: Path, content: bytes, *, mode: int | None) -> None:
        del mode
        path.write_bytes(content[: len(content) // 2])
        os._exit(9)

    vars(durable)["_write"] = half
    Journal.at(root).append(ONE, [noted(1000)])


def append_within(root: Path, limit: int, characters: int, answer: Connection) -> None:
    """Append a long event where no file may grow beyond so many bytes; answer with the refusal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    _answer(answer, lambda: Journal.at(root).append(ONE, [noted(1000, "x" * characters)]))


def append_as_nobody(root: Path, answer: Connection) -> None:
    """Append an event as somebody who may only read; answer with the refusal."""
    _become_nobody()
    _answer(answer, lambda: Journal.at(root).append(ONE, [noted(1000)]))


def create_as_nobody(root: Path, answer: Connection) -> None:
    """Begin a session as somebody who may only read; answer with the refusal."""
    _become_nobody()
    _answer(answer, lambda: Journal.at(root).create("another", [opened()]))


def read_as_nobody(root: Path, answer: Connection) -> None:
    """Read everything as somebody who may only read; answer with the number of events, findings, sessions."""
    _become_nobody()
    journal = Journal.at(root)
    counts = len(journal.load(ONE)), len(journal.verify(ONE)), len(journal.summaries())
    answer.send((counts, "", ""))


def damaged_as_nobody(root: Path, answer: Connection) -> None:
    """Load a damaged session as somebody who may only read; answer with the refusal."""
    _become_nobody()
    _answer(answer, lambda: Journal.at(root).load(ONE))


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _answer(answer: Connection, call: Callable[[], object]) -> None:
    try:
        call()
    except JournalError as error:
        answer.send((error.message, error.hint, error.where))
    else:
        answer.send(("no refusal", "", ""))
