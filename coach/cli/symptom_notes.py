"""What the readers have to say about files, shortly: what matters first, and what is said often once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.symptom_groups import named
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cli.console import Console
    from coach.cli.symptom_groups import Names
    from coach.cli.symptom_look import Seen
    from coach.runs import Note, Run

# Kinds after which something is missing; all others come after them.
_FIRST = (
    "unreadable",
    "corrupt-record",
    "truncated-tail",
    "pointer-file",
    "empty",
    "not-a-log",
    "masked-nan",
)
_MOST_A_KIND = 2
_MOST_KINDS = 3
_SHORT = 40  # characters of a path that is shown as it was typed


def say_notes(console: Console, run: Run, *, is_all: bool) -> None:
    """Write the notes of one run, two of each kind unless all are wanted."""
    by_kind: dict[str, list[Note]] = {}
    for note in sorted(run.notes, key=lambda each: _weight(each.kind.value)):
        by_kind.setdefault(note.kind.value, []).append(note)
    for kind, notes in by_kind.items():
        shown = notes if is_all else notes[:_MOST_A_KIND]
        for note in shown:
            console.say(f"note: {kind}: {_said(note, run)}", indent="  ", hanging="    ")
        if len(notes) > len(shown):
            console.say(f"note: {kind}: and {len(notes) - len(shown):,} more (--all)", indent="  ")


def say_notes_of_all(console: Console, found: Sequence[Seen], names: Names) -> None:
    """Write the notes of many runs, a line for each kind."""
    by_kind: dict[str, list[tuple[Seen, Note]]] = {}
    for seen in found:
        for note in seen.run.notes:
            by_kind.setdefault(note.kind.value, []).append((seen, note))
    kinds = sorted(by_kind, key=_weight)
    for kind in kinds[:_MOST_KINDS]:
        first, note = by_kind[kind][0]
        runs = list(dict.fromkeys(_place(seen, kind, names) for seen, _ in by_kind[kind]))
        if len(by_kind[kind]) == 1:
            console.say(f"note: {kind}: {runs[0]}: {_said(note, first.run)}", hanging="  ")
        else:
            count = "" if len(by_kind[kind]) == len(runs) else f", {len(by_kind[kind]):,} times"
            where = f"{len(runs):,} {'run' if len(runs) == 1 else 'runs'}"
            console.say(f"note: {kind}{count} in {where}: {named(runs)}", hanging="  ")
    if len(kinds) > _MOST_KINDS:
        console.say(f"and notes on {', '.join(kinds[_MOST_KINDS:])}", hanging="  ")


def _place(seen: Seen, kind: str, names: Names) -> str:
    """Give the name of a run, or of the place that holds several trainings where a note is about all of them."""
    name, training = names.of(seen), seen.run.training
    if kind != "trainings" or training is None:
        return name
    return name.removesuffix(f" (training {training.number} of {training.of})")


def _weight(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _said(note: Note, run: Run) -> str:
    """Give what a note says, with the file it is about: long paths by their place inside the run that stands above."""
    path = note.path
    if path == run.path:
        return one_line(note.detail)
    if path.is_relative_to(run.path) and (path.is_absolute() or len(str(path)) > _SHORT):
        path = path.relative_to(run.path)
    return f"{one_line(str(path))}: {one_line(note.detail)}"
