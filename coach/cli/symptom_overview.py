"""Symptoms of many runs on one screen: what is worst first, equal symptoms in one line, the others in one."""

from __future__ import annotations

import io
import shutil
import textwrap
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from coach.cli import symptom_summary as summary
from coach.cli.amounts import counted
from coach.cli.console import Console
from coach.cli.symptom_block import draw, say_meaning
from coach.cli.symptom_curves import say_main_curve, say_sibling_gaps
from coach.cli.symptom_groups import (
    Names,
    grouped,
    in_words,
    is_remarked,
    named,
    since,
    why_not_judged,
    worst_first,
    worst_rank,
)
from coach.cli.symptom_notes import say_notes_of_all
from coach.cli.symptom_report import STATES
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.cli.symptom_groups import Group
    from coach.cli.symptom_look import Look, Seen
    from coach.desk.likelihoods import Likelihoods
    from coach.runs import Symptom

_FEWEST_LINES, _MOST_LINES, _USUAL_LINES = 24, 40, 41
_LEAST_ROOM = 10
_FOR_THE_REST = 4  # a blank line, and what was left out
_MOST_ENDED = 2
_MOST_GROUPS = 2
_MOST_MEANINGS = 3
_MOST_OTHERS = 2
_INDENTED = 10
_MOST_COUNTED = 5
_TITLE = "Main curve of each run:"
_AROUND = 3  # its title, what is left out, a blank line
_CALM = 2  # rank of what stands at information level at most


class Block(NamedTuple):
    """A symptom in three parts, each written only where there is room for it: its line, its sentence, its curve."""

    line: list[str]
    sentence: list[str]
    curve: list[str]


def report_overview(look: Look, severities: Sequence[str]) -> None:
    """Write what is worth knowing about many runs, as much of it as fits a screen.

    Args:
        look: the runs, and what shows between them.
        severities: what is written.
    """
    names = Names(look.runs)
    worth = [each for each in severities if each != "info"]
    head = _rendered(lambda console: summary.say_summary(console, look, names))
    blocks = _blocks(look, worth, names)
    tail = _rendered(lambda console: _tail(console, look, severities, names))
    lines = max(_FEWEST_LINES, min(_MOST_LINES, shutil.get_terminal_size((80, _USUAL_LINES)).lines - 1))
    shown = _fitting(blocks, max(_LEAST_ROOM, lines - len(head) - len(tail) - _FOR_THE_REST))
    written = [*chain(*shown)]
    if "info" in severities:
        written += _main_curves(look, names, lines - sum(map(len, (head, written, tail))) - _FOR_THE_REST)
    console = Console()
    for line in [*head, *written, *tail, *_left_out(look, severities, blocks, shown)]:
        console.say_line(line)


def _main_curves(look: Look, names: Names, room: int) -> list[str]:
    """Give the first curve of each run in a line, as many runs as there is room for; nothing where there is none."""
    written: list[str] = []
    left = worst_first(look.runs)
    for at, seen in enumerate(left):
        more = _rendered(lambda console, seen=seen: say_main_curve(console, seen, names))  # type: ignore[misc]
        if len(written) + len(more) > room - _AROUND:
            return [_TITLE, *written, f"  and {len(left) - at:,} more runs (--all)", ""] if written else []
        written += more
    return [_TITLE, *written, ""] if written else []


def _blocks(look: Look, severities: Sequence[str], names: Names) -> list[Block]:
    """Give the symptoms, alarms first, and of the equally grave those between runs first."""
    blocks = []
    for severity in severities:
        across: dict[str, list[Symptom]] = {}
        for each in look.across:
            if each.severity.value == severity:
                across.setdefault(each.detector, []).append(each)
        blocks += [_across(each, look.across_likelihoods, names) for each in across.values()]
        groups = [each for each in grouped(look.runs, severities) if each.severity == severity]
        blocks += [_group(each, len(look.runs), names) for each in groups]
    return blocks


def _of(symptoms: Sequence[Symptom], severities: Sequence[str]) -> list[Symptom]:
    return [each for each in symptoms if each.severity.value in severities]


def _rendered(say: Callable[[Console], None]) -> list[str]:
    """Give what would be written, line by line."""
    sink = io.StringIO()
    say(Console(sink=sink))
    return sink.getvalue().splitlines()


def _fitting(blocks: Sequence[Block], room: int) -> list[list[str]]:
    """Give the lines of the blocks that fit: first the line of each, then sentences, then curves, in order."""
    shown: list[list[str]] = []
    for block in blocks:
        if shown and room < len(block.line):
            break
        shown.append(list(block.line))
        room -= len(block.line)
    for part in ("sentence", "curve"):
        for block, written in zip(blocks, shown, strict=False):
            more: list[str] = getattr(block, part)
            if room < len(more):
                return shown
            written.extend(more)
            room -= len(more)
    return shown


def _across(same: Sequence[Symptom], known: Mapping[str, Likelihoods], names: Names) -> Block:
    first, *others = same
    count = f", {len(same)} times" if others else ""
    line = (
        f"{first.severity.value} between runs: {in_words(first.detector)}{count}: {names.shorten(first.says)}"
    )

    def sentence(console: Console) -> None:
        for each in others[:_MOST_OTHERS]:
            says = textwrap.shorten(names.shorten(each.says), console.width - _INDENTED, placeholder=" ...")
            console.say(f"also: {says}", indent="    ")
        if len(others) > _MOST_OTHERS:
            console.say(f"and {len(others) - _MOST_OTHERS} more (--all)", indent="    ")
        say_meaning(console, known.get(first.id), _MOST_MEANINGS)

    return Block(_rendered(lambda console: console.say(line, hanging="    ")), _rendered(sentence), [])


def _group(group: Group, total: int, names: Names) -> Block:
    runs = [names.of(case.seen) for case in group.cases]
    first = group.cases[0]
    where = f"in {len(runs):,} of {total:,} runs: {named(runs)}" if len(runs) > 1 else f"in {runs[0]}"
    began = since([case.symptom for case in group.cases])
    told = names.shorten(first.symptom.says)

    def sentence(console: Console) -> None:
        console.say(told if len(runs) == 1 else f"{runs[0]}: {told}", indent="    ")
        say_meaning(console, first.seen.likelihoods.get(first.symptom.id), _MOST_MEANINGS)

    def curve(console: Console) -> None:
        if first.symptom.tag in first.seen.run.series:
            draw(console, first.seen.run.series[first.symptom.tag], first.symptom.onset_step)

    line = f"{group.severity}: {in_words(group.detector)} {where}{began}"
    return Block(
        _rendered(lambda console: console.say(line, hanging="    ")),
        _rendered(sentence),
        _rendered(curve),
    )


def _tail(console: Console, look: Look, severities: Sequence[str], names: Names) -> None:
    """Write what comes after the symptoms: unfinished runs, those without a warning, seeds, notes, what is left out."""
    _say_ended(console, look.runs, names)
    if len(look.seeds) > _MOST_GROUPS:
        summary.say_seeds_shortly(console, look.seeds, names)
    else:
        summary.say_seeds(console, look.seeds, names)
    if "info" in severities:
        say_sibling_gaps(console, look.runs, names, is_all=False)
        _say_information(console, look)
        _say_rest(console, look.runs, names)
    say_notes_of_all(console, look.runs, names)


def _say_ended(console: Console, found: Sequence[Seen], names: Names) -> None:
    for state in ("crashed", "ended-early"):
        runs = [seen for seen in found if seen.standing.state.value == state]
        for seen in runs[:_MOST_ENDED]:
            console.say(f"{names.of(seen)} {STATES[state]}: {one_line(seen.standing.says)}", hanging="  ")
        if len(runs) > _MOST_ENDED:
            console.say(
                f"and {len(runs) - _MOST_ENDED} more {STATES[state]}: {named([*map(names.of, runs[2:])])}"
            )


def _say_information(console: Console, look: Look) -> None:
    counts = [f"{in_words(each.detector)} in {len(each.cases):,}" for each in grouped(look.runs, ("info",))]
    counts += [f"{in_words(each.detector)} (between runs)" for each in _of(look.across, ("info",))]
    if counts:
        said = named(list(dict.fromkeys(counts)), _MOST_COUNTED)
        console.say(f"At information level, with the number of runs: {said}.", hanging="  ")


def _say_rest(console: Console, found: Sequence[Seen], names: Names) -> None:
    calm = [seen for seen in found if worst_rank(seen) >= _CALM]
    by_reason: dict[str | bool, list[str]] = {}
    for seen in calm:
        by_reason.setdefault(why_not_judged(seen) or is_remarked(seen), []).append(names.of(seen))
    for reason, runs in by_reason.items():
        count = f"{len(runs):,} {'run' if len(runs) == 1 else 'runs'}"
        said = f"Not judged, {count} ({named(runs)}): {reason}"
        if isinstance(reason, bool):
            said = f"{'Remarks only' if reason else 'Nothing stands out'}, {count}: {named(runs)}"
        console.say(said, hanging="  ")


def _left_out(
    look: Look, severities: Sequence[str], blocks: Sequence[Block], shown: Sequence[list[str]]
) -> list[str]:
    """Say what is not on this screen, and how to see it."""
    out = []
    if len(shown) < len(blocks):
        out.append(f"{len(blocks) - len(shown)} more kinds of symptom")
    elif any(len(lines) < sum(map(len, block)) for block, lines in zip(blocks, shown, strict=True)):
        out.append("curves and what some symptoms say")
    if "info" in severities:
        count = sum(symptom.severity.value == "info" for seen in look.runs for symptom in seen.symptoms)
        out += [f"{counted(count, 'symptom')} at information level"] if count else []
        out += ["advice on what to log"] if summary.advice_count(look) else []
    if not out:
        return []
    said = f"Left out: {', '.join(out)}. --all writes everything; one run alone: coach symptoms PATH"
    return ["", *_rendered(lambda console: console.say(f"{said}.", hanging="  "))]
