"""One playbook file, read and checked by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from coach.errors import PlaybookError
from coach.playbook.earlier_form import faults_of_earlier_form
from coach.playbook.fault import Fault, as_errors, faults_of_shape
from coach.playbook.own_checks import own_faults
from coach.playbook.schema import PlaybookContent
from coach.playbook.shelf import SUFFIX
from coach.playbook.strict_yaml import Document, load_yaml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Playbook:
    """A playbook that was read: what it says, and the document that knows its lines."""

    content: PlaybookContent
    document: Document


def load_playbook(path: Path) -> Playbook:
    """Give the playbook in a file, checked as far as the file alone allows; one that is unchanged is read once.

    Raises:
        PlaybookError: for the first fault; `where` is file:line:column.
    """
    try:
        found = path.stat()
    except OSError:
        return _load(path)
    return _load_unchanged(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _load_unchanged(path: Path, _changed: int, _size: int) -> Playbook:
    return _load(path)


def _load(path: Path) -> Playbook:
    playbook, errors = read_playbook(path)
    if playbook is None or errors:
        raise first_of(errors, path)
    return playbook


def read_playbook(path: Path) -> tuple[Playbook | None, tuple[PlaybookError, ...]]:
    """Give the playbook in a file, None when its shape is wrong, and every fault the file alone shows.

    Raises:
        PlaybookError: when the file cannot be read or is not YAML.
    """
    document = load_yaml(path, error=PlaybookError)
    if not isinstance(document.data, dict):
        fault = Fault((), "a playbook is a mapping of keys", "Start from `coach playbooks new ID`.")
        return None, as_errors([fault], document)
    if earlier := tuple(faults_of_earlier_form(document.data)):
        return None, as_errors(earlier, document)
    try:
        content = PlaybookContent.model_validate(document.data)
    except ValidationError as error:
        return None, as_errors(faults_of_shape(error), document)
    faults = list(own_faults(content))
    if content.id != path.stem:
        hint = f"Rename the file to {content.id}{SUFFIX}, or change the id."
        faults.append(Fault(("id",), f"the id {content.id!r} is not the file's name {path.stem!r}", hint))
    return Playbook(content, document), as_errors(faults, document)


def first_of(errors: tuple[PlaybookError, ...], path: Path) -> PlaybookError:
    """Give the first error, which says how many more there are."""
    first, *others = errors
    if not others:
        return first
    more = f"{len(others)} more {'fault' if len(others) == 1 else 'faults'}: coach playbooks validate {path}"
    return PlaybookError(first.message, hint=f"{first.hint} {more}".strip(), where=first.where)
