"""Puts a closed session's confirmed cause into a playbook of one's own, which is made or added to."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import JournalError, PlaybookError, UsageError
from coach.journal.durable import write_durably
from coach.journal.journal import Journal
from coach.playbook import GENERIC_PLAYBOOK
from coach.playbook.compile import catalogue_for, faults_in
from coach.playbook.entry import is_id
from coach.playbook.load import load_playbook
from coach.playbook.own_text import over_built_in, with_entry
from coach.playbook.promoted import Promoted, confirmed_cause, promoted
from coach.playbook.shelf import FOLDER, SUFFIX, PlaybookFile, find_playbooks, own_folders
from coach.session.fold import fold
from coach.session.packs import playbook_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.promoted import Told
    from coach.session.fold import Session


class Drafted(NamedTuple):
    """An entry that could be put into a playbook.

    Attributes:
        session_id: the session it was made of.
        path: the playbook's file, which need not exist.
        before: what the file says, or what a new one begins with.
        shelf: the other playbooks there are.
        made: the entry.
    """

    session_id: str
    path: Path
    before: str
    shelf: tuple[PlaybookFile, ...]
    made: Promoted


def drafted(root: Path, session: str, told: Told, to: Path | None = None) -> Drafted:
    """Give the entry for the confirmed cause of a closed session; nothing is written.

    Args:
        root: the journal's folder.
        session: the session's id, or a unique beginning of it.
        told: what the session does not tell.
        to: the playbook's file; the one in the journal's folder that takes over the session's own, where None.

    Raises:
        UsageError: there is no such session, it has no confirmed cause, or it does not tell enough.
        PlaybookError: the playbook has a fault.
        JournalError: a file cannot be read.
    """
    journal = Journal.at(root)
    session_id = journal.resolve(session)
    folded = fold(journal.load(session_id))
    shelf = find_playbooks(*own_folders(root))
    path = to or root / FOLDER / f"{_playbook_of(folded, shelf)}{SUFFIX}"
    if not is_id(path.stem):
        hint = f"Use lower-case words and numbers joined by hyphens, such as our-lab{SUFFIX}."
        raise UsageError(f"{path.stem!r} cannot be the id of a playbook", hint=hint, where=str(path))
    before = _before(path, shelf)
    others = tuple(each for each in shelf if each.path.absolute() != path.absolute())
    with _draft(path, before) as draft:
        catalogue = catalogue_for(path.stem, (*others, draft))
    return Drafted(session_id, path, before, others, promoted(folded, session_id, catalogue, told))


def write(draft: Drafted) -> None:
    """Put an entry into its playbook, which is made where there is none.

    Raises:
        UsageError: the playbook has an entry for that cause already, or one made of that session.
        PlaybookError: the playbook would have a fault; nothing is written.
        JournalError: the file cannot be written.
    """
    path, made = draft.path, draft.made
    _refuse_twice(made, draft.session_id, path)
    after = with_entry(draft.before, made.section, made.id, made.entry)
    with _draft(path, after) as file:
        faults = faults_in(file.path, (*draft.shelf, file))
    if faults:
        raise PlaybookError(
            f"with this entry the playbook would have a fault: {faults[0].message}",
            hint="Nothing was written. Print the entry with `--to -` and put it in by hand.",
            where=str(path),
        )
    _write(path, after)


@contextmanager
def _draft(path: Path, text: str) -> Iterator[PlaybookFile]:
    """Give a playbook of the same name that says this, for as long as it is looked at."""
    with tempfile.TemporaryDirectory(prefix="coach-promote-") as folder:
        file = Path(folder) / path.name
        file.write_text(text, encoding="utf-8")
        yield PlaybookFile(id=path.stem, path=file)


def _playbook_of(session: Session, shelf: Sequence[PlaybookFile]) -> str:
    """Give the playbook of a session that knows its cause; the first one that it used where none does."""
    mode = confirmed_cause(session).failure_mode
    known = {file.id for file in shelf}
    used = [each for each in playbook_ids(session) if each in known] or [GENERIC_PLAYBOOK]
    return next((each for each in used if mode and catalogue_for(each, shelf).failure_mode(mode)), used[0])


def _before(path: Path, shelf: Sequence[PlaybookFile]) -> str:
    """Give what a playbook's file says; a new one takes over that of its name, or builds on the general one."""
    try:
        if path.exists():
            load_playbook(path)
            return path.read_text(encoding="utf-8")
    except OSError as error:
        raise JournalError("the playbook cannot be read", where=str(path)) from error
    begun = over_built_in(path.stem)
    if path.stem in {each.id for each in shelf}:
        return begun
    return begun.replace(f"extends: [{path.stem}]", f"extends: [{GENERIC_PLAYBOOK}]")


def _refuse_twice(made: Promoted, session_id: str, path: Path) -> None:
    if not path.exists():
        return
    content = load_playbook(path).content
    cases = {key: entry.cases for key, entry in content.adapts.items()}
    cases |= {key: entry.cases for key, entry in content.failure_modes.items()}
    there = [key for key, told in cases.items() if any(session_id in case.link for case in told)]
    if made.id in cases:
        there.append(made.id)
    if there:
        raise UsageError(
            f"this playbook has an entry {there[0]!r} for that already, and nothing is overwritten",
            hint="Print this one with `--to -` and add its case there by hand, or name another file with --to.",
            where=str(path),
        )


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, text.encode("utf-8"))
    except OSError as error:
        said = f"the file cannot be written: {error.strerror or 'the system refuses'}"
        raise JournalError(said, hint="Name another place with --to.", where=str(path)) from error
