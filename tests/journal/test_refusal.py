"""What a full disk or a folder one may only read does: a clear message, and everything kept."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coach.errors import JournalError
from coach.journal.durable import TEMPORARY
from coach.journal.journal import Journal
from coach.journal.refusal import refused
from coach.journal.storage import last_copy_of
from tests.journal import writer
from tests.journal.sessions import ONE, OTHER, content, noted, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def answer_of(target: Callable[..., None], *arguments: Any) -> Any:
    """Give what a child process answered."""
    context = writer.children()
    receive, send = context.Pipe(duplex=False)
    child = context.Process(target=target, args=(*arguments, send))
    child.start()
    send.close()
    said = receive.recv()
    child.join()
    receive.close()
    return said


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.name.endswith(TEMPORARY)]


def test_a_file_that_may_not_grow_is_refused_by_the_system_and_keeps_what_it_held(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session(5))
    journal.append(ONE, [noted(5)])
    message, hint, where = answer_of(writer.append_within, tmp_path, 4096, 100_000)
    assert message == "there is no room left to write in"
    assert "Everything confirmed before is kept" in hint
    assert where == str(journal.path_of(ONE))
    assert content(Journal.at(tmp_path).load(ONE)) == content(session(6))
    assert journal.verify(ONE) == ()
    assert leftovers(tmp_path) == []
    assert last_copy_of(journal.path_of(ONE)).exists()
    assert len(journal.append(ONE, [noted(9)])) == 7


def refusal_of(call: Callable[[], object]) -> JournalError | None:
    try:
        call()
    except JournalError as error:
        return error
    return None


def refusing(monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: int) -> None:
    """Let the n-th call of the operating system of this name fail, counted from now."""
    real, calls = getattr(os, call), count(1)

    def replaced(*arguments: Any, **keywords: Any) -> Any:
        if next(calls) == number:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **keywords)

    monkeypatch.setattr(os, call, replaced)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("call", ["open", "fsync", "replace", "link", "unlink"])
def test_whatever_call_is_refused_the_old_data_are_kept_and_what_is_said_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())
    journal.append(ONE, [noted(3)])
    refusals = []
    for number in range(1, 6):
        event = noted(100 + number)
        before = content(Journal.at(tmp_path).load(ONE))
        with monkeypatch.context() as patch:
            refusing(patch, call, number, code)
            refusals.append(refusal_of(lambda event=event: journal.append(ONE, [event])))  # type: ignore[misc]
        after = content(Journal.at(tmp_path).load(ONE))
        is_added = after == sorted([*before, *content((event,))])
        assert is_added or (after == before and refusals[-1] is not None)
        assert journal.verify(ONE) == ()
    assert any(refusals)
    assert all(refusal.hint and refusal.exit_code == 4 for refusal in refusals if refusal)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("folder", ["journal", "locks", "sessions"])
def test_a_journal_that_cannot_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, code: int
) -> None:
    journal = Journal.at(tmp_path / "journal")
    real = os.mkdir

    def replaced(path: Path, *arguments: Any, **keywords: Any) -> None:
        if Path(path).name == folder:
            raise OSError(code, os.strerror(code))
        real(path, *arguments, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", replaced)
        assert refusal_of(lambda: journal.create(ONE, session())) is not None
    journal.create(ONE, session())
    assert content(journal.load(ONE)) == content(session())


@pytest.fixture
def readable() -> Iterator[Path]:
    """Give a journal that others may read and nobody else may write."""
    top = Path(tempfile.mkdtemp())
    root = top / "journal"
    Journal.at(root).create(ONE, session())
    Journal.at(root).append(ONE, [noted(3)])
    for path in (top, root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield root
    for path in (top, root, *root.rglob("*")):
        path.chmod(stat.S_IRWXU)
    shutil.rmtree(top)


@pytest.mark.parametrize("target", [writer.append_as_nobody, writer.create_as_nobody])
def test_writing_where_one_may_only_read_is_refused_with_a_remedy(
    readable: Path, target: Callable[..., None]
) -> None:
    message, hint, where = answer_of(target, readable)
    assert message == "this place cannot be read or written by you"
    assert "--journal DIR" in hint
    assert where.startswith(str(readable))
    assert content(Journal.at(readable).load(ONE)) == content(session(4))


def test_reading_where_one_may_only_read_works(readable: Path) -> None:
    counts, _, _ = answer_of(writer.read_as_nobody, readable)
    assert counts == (4, 0, 1)


def test_a_damaged_file_where_one_may_only_read_is_left_as_it_is(readable: Path) -> None:
    path = Journal.at(readable).path_of(ONE)
    path.chmod(0o644)
    path.write_bytes(b"damage")
    message, _, _ = answer_of(writer.damaged_as_nobody, readable)
    assert message == "this place cannot be read or written by you"
    assert path.read_bytes() == b"damage"


def test_a_full_disk_does_not_keep_a_damaged_file_from_being_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())
    journal.append(ONE, [noted(3)])
    journal.path_of(ONE).write_bytes(b"damage")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(JournalError, match="no room"):
            journal.load(ONE)
    assert journal.path_of(ONE).read_bytes() == b"damage"
    with pytest.raises(JournalError, match="kept as"):
        journal.load(ONE)
    assert content(journal.load(ONE)) == content(session())


def test_listing_works_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())
    journal.create(OTHER, session())

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(os, "mkdir", full)
    assert [summary.session for summary in journal.summaries()] == [OTHER, ONE]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENAMETOOLONG, errno.ENOENT, errno.EMFILE])
def test_a_refusal_nobody_thought_of_still_names_its_reason_and_a_remedy(code: int) -> None:
    error = refused(OSError(code, os.strerror(code)), Path("there"))
    assert os.strerror(code) in error.message
    assert error.where == "there"
    assert error.hint
