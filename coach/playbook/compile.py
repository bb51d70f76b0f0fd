"""Playbooks compiled, with those they build on, into the catalogue that a session consults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import PlaybookError
from coach.playbook.columns import with_columns
from coach.playbook.entries import adapted, own_catalogue
from coach.playbook.evidence import kept_symptoms, symptoms_of
from coach.playbook.fault import Fault, as_errors, meant
from coach.playbook.load import first_of, load_playbook, read_playbook
from coach.playbook.references import faults_of_references
from coach.playbook.shelf import PlaybookFile, find_playbooks
from coach.session.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from coach.playbook.load import Playbook
    from coach.playbook.schema import PlaybookContent, SourceEntry
    from coach.session.failure_mode import Symptom


class Compiled(NamedTuple):
    """A catalogue, what its playbook says about itself, and the sources that are cited, by key."""

    catalogue: Catalogue
    about: str
    sources: Mapping[str, SourceEntry]


def catalogue_for(playbook_id: str, shelf: Sequence[PlaybookFile] | None = None) -> Catalogue:
    """Give the catalogue of a playbook with everything it builds on (see `compiled_for`)."""
    return compiled_for(playbook_id, find_playbooks() if shelf is None else shelf).catalogue


def compiled_for(playbook_id: str, shelf: Sequence[PlaybookFile]) -> Compiled:
    """Give the catalogue and the sources of a playbook with everything it builds on.

    Args:
        playbook_id: the playbook's id.
        shelf: the files to choose from, later ones counting more.

    Raises:
        PlaybookError: when there is no such playbook, or it or one it builds on has a fault.
    """
    known = {file.id: file for file in shelf}
    if playbook_id not in known:
        raise PlaybookError(f"there is no playbook {playbook_id!r}", hint=meant(playbook_id, known))
    return compile_file(known[playbook_id], shelf)


def compile_file(
    file: PlaybookFile, shelf: Sequence[PlaybookFile], built_on_it: tuple[PlaybookFile, ...] = ()
) -> Compiled:
    """Give the catalogue and the sources of one playbook file with everything it builds on.

    Args:
        file: the playbook.
        shelf: the files it may build on, later ones counting more.
        built_on_it: the playbooks whose parent it is, the first one asked for first.

    Raises:
        PlaybookError: when it or one it builds on has a fault.
    """
    playbook = load_playbook(file.path)
    inherited = _inherited(playbook, file, shelf, built_on_it)
    content = playbook.content
    faults = faults_of_references(content, inherited.catalogue, inherited.sources.keys())
    if errors := as_errors(faults, playbook.document):
        raise first_of(errors, file.path)
    content = with_columns(content)
    sources = {**inherited.sources, **content.sources}
    kept = kept_symptoms(content, inherited.catalogue.symptoms)
    known = {**kept, **symptoms_of(content)}
    amended = replace(_amended(inherited.catalogue, content, sources, known), symptoms=kept)
    made = amended.merge(own_catalogue(content, sources, known))
    return Compiled(_without_silent(made, kept), content.about, sources)


def _without_silent(made: Catalogue, inherited: Collection[str]) -> Catalogue:
    """Give a catalogue without the inherited symptoms whose failure modes were all left out: they tell nothing here."""
    silent = {
        each.id
        for each in made.symptoms.values()
        if each.id in inherited
        and each.kind == "symptom"
        and not any(mode.symptoms.get(each.id, 0) > each.anyway for mode in made.failure_modes)
    }
    if not silent:
        return made
    return replace(made, symptoms={key: each for key, each in made.symptoms.items() if key not in silent})


def faults_in(path: Path, shelf: Sequence[PlaybookFile]) -> tuple[PlaybookError, ...]:
    """Give every fault in one playbook file, in the order of its lines; none when it can be used.

    Args:
        path: the file.
        shelf: the files it may build on, later ones counting more.
    """
    try:
        playbook, errors = read_playbook(path)
        if playbook is None:
            return errors
        inherited = _inherited(playbook, PlaybookFile(id=path.stem, path=path), shelf, ())
    except PlaybookError as error:
        return (error,)
    faults = faults_of_references(playbook.content, inherited.catalogue, inherited.sources.keys())
    return (*errors, *as_errors(faults, playbook.document))


def _inherited(
    playbook: Playbook,
    file: PlaybookFile,
    shelf: Sequence[PlaybookFile],
    built_on_it: tuple[PlaybookFile, ...],
) -> Compiled:
    content = playbook.content
    below = (*built_on_it, file)
    start = Catalogue(
        id=content.id, title=content.title, symptom_classes={}, failure_modes=(), experiments=()
    )
    parents = [compile_file(parent, shelf, below) for parent in _parents(playbook, file, shelf, below)]
    sources = {key: source for parent in parents for key, source in parent.sources.items()}
    return Compiled(start.merge(*(parent.catalogue for parent in parents)), content.about, sources)


def _parents(
    playbook: Playbook, file: PlaybookFile, shelf: Sequence[PlaybookFile], below: tuple[PlaybookFile, ...]
) -> Iterator[PlaybookFile]:
    for index, parent_id in enumerate(playbook.content.extends):
        found = _on_shelf(parent_id, file, shelf)
        path = ("extends", index)
        if found is None:
            known = {each.id for each in shelf} - {file.id}
            fault = Fault(path, f"there is no playbook {parent_id!r}", meant(parent_id, known))
        elif any(found.path == each.path for each in below):
            circle = " > ".join([*(each.id for each in below), parent_id])
            fault = Fault(
                path, f"the playbooks build on one another in a circle: {circle}", "Cut one of the links."
            )
        else:
            yield found
            continue
        raise as_errors([fault], playbook.document)[0]


def _on_shelf(parent_id: str, file: PlaybookFile, shelf: Sequence[PlaybookFile]) -> PlaybookFile | None:
    """Give the last file of that id; for a file's own id, the last one before the file itself."""
    candidates = [each for each in shelf if each.id == parent_id]
    if parent_id == file.id:
        places = [place for place, each in enumerate(candidates) if _is_same(each.path, file.path)]
        candidates = candidates[: places[0]] if places else candidates
    return candidates[-1] if candidates else None


def _is_same(one: Path, other: Path) -> bool:
    return one.absolute() == other.absolute()


def _amended(
    inherited: Catalogue,
    content: PlaybookContent,
    sources: Mapping[str, SourceEntry],
    known: Mapping[str, Symptom],
) -> Catalogue:
    """Leave out, adapt and add rows as a playbook says, before its own entries are merged in."""
    without = content.leaves_out
    modes = tuple(
        adapted(mode, content.adapts[mode.id], sources, known) if mode.id in content.adapts else mode
        for mode in inherited.failure_modes
        if mode.id not in without.failure_modes
    )
    experiments = tuple(
        replace(
            each, rows=_kept_rows({**each.rows, **content.adds_rows.get(each.id, {})}, without.failure_modes)
        )
        for each in inherited.experiments
        if each.id not in without.experiments
    )
    return replace(inherited, failure_modes=modes, experiments=experiments)


def _kept_rows(
    rows: Mapping[str, tuple[float, ...]], without: Collection[str]
) -> Mapping[str, tuple[float, ...]]:
    return {mode_id: row for mode_id, row in rows.items() if mode_id not in without}
