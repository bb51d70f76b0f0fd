"""Launches with planted faults, read from their folders: strict YAML, and the files a person looks at beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field, ValidationError

from coach.errors import PlaybookError
from coach.playbook.drills.schema import Dollars, Paid, PriceEntry, Prose, SourceEntry
from coach.playbook.entry import Entry, Id, Label, Likelihood, Sentence, Several
from coach.playbook.fault import Fault, as_errors, faults_of_shape, meant
from coach.playbook.lessons import paragraphs
from coach.playbook.shelf import built_in_folder
from coach.playbook.strict_yaml import load_yaml
from coach.session.drill.launch import Launch, LaunchCheck, PlantedFault

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE, FOLDER, FILES = "launch.yaml", "launches", "files"
_LARGEST = 20_000


class FaultEntry(Entry):
    """A way for the run to fail."""

    name: Label
    """A few words."""

    chance: Likelihood
    """P(it is in such a launch), editorial."""

    planted: bool
    """It is in this one."""

    loss: Paid
    """Hours lost where it is in and not caught."""

    shows: str = ""
    """Where one can see it."""


class CheckEntry(Entry):
    """Something to do before the launch."""

    name: Label
    """What one does."""

    hours: Paid
    """Hours it takes."""

    dollars: Dollars = 0.0
    """Money."""

    catches: Annotated[Several[Id], Field(min_length=1)]
    """Faults it would show."""

    shows: str = ""
    """What it showed here."""


class LaunchContent(Entry):
    """A whole launch."""

    format: Annotated[Literal["coach.launch/1"], Field(alias="schema")]
    """Version of this form."""

    id: Id
    """The folder's name."""

    title: Label
    """What is to be launched."""

    level: Annotated[int, Field(ge=1, le=3)]
    """1 easy, 3 hard."""

    report: Prose
    """What the person is about to do."""

    run_price: PriceEntry
    """What the run costs."""

    files: Several[Annotated[str, Field(min_length=1, max_length=100)]] = ()
    """Files below `files/` that a person looks at."""

    faults: Annotated[dict[Id, FaultEntry], Field(min_length=2)]
    """What could be wrong; independent of one another."""

    checks: Annotated[dict[Id, CheckEntry], Field(min_length=1, max_length=10)]
    """What can be checked."""

    story: Prose
    """What would have happened."""

    next_time: Sentence
    """One thing to do differently."""

    source: SourceEntry
    """Where it is from."""


class LoadedLaunch(NamedTuple):
    """A launch with the sha256 of its file."""

    launch: Launch
    digest: str


def launch_folders(*own: Path) -> dict[str, Path]:
    """Give the folders of launches by id: those that came with coach, then those of other folders; the later counts."""
    folders = (built_in_folder() / FOLDER, *own)
    return {path.parent.name: path.parent for each in folders for path in sorted(each.glob(f"*/{FILE}"))}


def load_launch(folder: Path) -> LoadedLaunch:
    """Give the launch in a folder.

    Raises:
        PlaybookError: for the first fault; `where` is file:line:column.
    """
    document = load_yaml(folder / FILE, error=PlaybookError)
    try:
        content = LaunchContent.model_validate(document.data)
    except ValidationError as error:
        raise as_errors(faults_of_shape(error), document)[0] from error
    if errors := as_errors(_faults(content, folder), document):
        raise errors[0]
    return LoadedLaunch(_launch(content, folder), hashlib.sha256(document.text.encode()).hexdigest())


def _faults(content: LaunchContent, folder: Path) -> Iterator[Fault]:
    if content.id != folder.resolve().name:
        yield Fault(("id",), f"the id {content.id!r} is not the folder's name", "Rename one of them.")
    for name, check in content.checks.items():
        for each in check.catches:
            if each not in content.faults:
                place = ("checks", name, "catches")
                yield Fault(place, f"{each!r} is no fault of this launch", meant(each, content.faults))
    caught = {each for check in content.checks.values() for each in check.catches}
    for name, fault in content.faults.items():
        if fault.planted and name not in caught:
            yield Fault(("faults", name), "a planted fault that no check shows", "Add a check that does.")
    for at, name in enumerate(content.files):
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not (folder / FILES / name).is_file():
            yield Fault(("files", at), f"there is no file {name!r} below files/", "Put it there.")


def _launch(content: LaunchContent, folder: Path) -> Launch:
    return Launch(
        id=content.id,
        title=content.title,
        level=content.level,
        report=paragraphs(content.report),
        run_hours=content.run_price.hours,
        run_dollars=content.run_price.dollars,
        files=tuple(
            (name, (folder / FILES / name).read_text(encoding="utf-8", errors="replace")[:_LARGEST])
            for name in content.files
        ),
        faults=tuple(PlantedFault(id=name, **dict(each)) for name, each in content.faults.items()),
        checks=tuple(LaunchCheck(id=name, **dict(each)) for name, each in content.checks.items()),
        story=paragraphs(content.story),
        next_time=content.next_time,
        source=content.source.says,
    )
