"""One case read from its folder, with every fault named by file and line; and the cases there are."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from coach.errors import PlaybookError, UsageError
from coach.playbook.drills.checks import own_faults
from coach.playbook.drills.schema import CaseContent
from coach.playbook.fault import Fault, as_errors, faults_of_shape, meant
from coach.playbook.lessons import paragraphs
from coach.playbook.shelf import built_in_folder
from coach.playbook.strict_yaml import load_yaml
from coach.session.drill.case import Case, Cause, Clue, Look, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.playbook.drills.schema import LookEntry

FILE = "case.yaml"
FOLDER = "drills"
LOGS = "logs"
"""Folder of a case with the run as it was on the day."""


class CaseFolder(NamedTuple):
    """A case that was found, not yet read."""

    id: str
    path: Path
    built_in: bool


class Loaded(NamedTuple):
    """A case with the sha256 of its file."""

    case: Case
    digest: str


def case_folders(*own: Path) -> tuple[CaseFolder, ...]:
    """Give the cases there are: those that came with coach, then those of other folders; of one id the later counts.

    Args:
        own: folders that hold a folder a case, such as a journal's `drills`; one that does not exist is passed over.
    """
    found: dict[str, CaseFolder] = {}
    for folder, built_in in ((built_in_folder() / FOLDER, True), *((each, False) for each in own)):
        for path in sorted(folder.glob(f"*/{FILE}")) if folder.is_dir() else ():
            found[path.parent.name] = CaseFolder(path.parent.name, path.parent, built_in)
    return tuple(found.values())


def find_case(name: str, *own: Path) -> CaseFolder:
    """Give the case of an id, or that lies in a folder.

    Raises:
        UsageError: there is none.
    """
    if Path(name).is_dir() and (Path(name) / FILE).is_file():
        return CaseFolder(Path(name).resolve().name, Path(name), built_in=False)
    known = {each.id: each for each in case_folders(*own)}
    if name not in known:
        raise UsageError(f"there is no case {name!r}", hint=f"{meant(name, known)} See coach drill --list.")
    return known[name]


def load_case(folder: Path) -> Loaded:
    """Give the case in a folder.

    Raises:
        PlaybookError: for the first fault; `where` is file:line:column.
    """
    case, errors = read_case(folder)
    if case is None or errors:
        raise errors[0]
    return case


def read_case(folder: Path) -> tuple[Loaded | None, tuple[PlaybookError, ...]]:
    """Give the case in a folder, None where its shape is wrong, and every fault of its file.

    Args:
        folder: the case's folder, or its `case.yaml`.

    Raises:
        PlaybookError: the file cannot be read or is not YAML.
    """
    path = folder if folder.name == FILE else folder / FILE
    document = load_yaml(path, error=PlaybookError)
    try:
        content = CaseContent.model_validate(document.data)
    except ValidationError as error:
        return None, as_errors(faults_of_shape(error), document)
    home = path.resolve().parent
    faults = list(own_faults(content))
    if content.id != home.name:
        hint = f"Rename the folder to {content.id}, or change the id."
        faults.append(Fault(("id",), f"the id {content.id!r} is not the folder's name {home.name!r}", hint))
    faults += [
        Fault(("looks", name, "log"), f"there is no {look.log}", "Put the log there, or leave the key out.")
        for name, look in content.looks.items()
        if look.log and not (home / look.log).exists()
    ]
    if faults:
        return None, as_errors(faults, document)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    return Loaded(_case(content, str(path.parent)), digest), ()


def _case(content: CaseContent, folder: str) -> Case:
    return Case(
        id=content.id,
        title=content.title,
        kind=content.kind,
        level=content.level,
        report=content.report.strip(),
        run_hours=content.run_price.hours,
        run_dollars=content.run_price.dollars,
        scaled=content.scaled,
        causes=tuple(Cause(id=name, **dict(each)) for name, each in content.causes.items()),
        true_cause=content.true_cause,
        prior_basis=content.prior_basis,
        looks=tuple(_looks(content)),
        repairs=tuple(Repair(id=name, **dict(each)) for name, each in content.repairs.items()),
        start_over=(content.start_over.hours, content.start_over.dollars),
        clues=tuple(Clue(**dict(each)) for each in content.clues),
        story=paragraphs(content.story),
        next_time=content.next_time,
        sooner=content.sooner,
        source=content.source.says,
        link=content.source.link,
        attribution=content.attribution,
        generator=content.generator,
        folder=folder,
    )


def _looks(content: CaseContent) -> Iterator[Look]:
    for name, each in content.looks.items():
        said = {**dict(each), "outcomes": tuple(each.outcomes.items()), "estimated": _estimated(each)}
        yield Look(id=name, **said)


def _estimated(look: LookEntry) -> dict[str, tuple[float, ...]]:
    return {cause: tuple(p / math.fsum(row) for p in row) for cause, row in look.estimated.items()}
