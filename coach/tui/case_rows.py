"""What stands on the first page above its questions, in what order and in how many lines, for a front end to draw."""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.reasoning.scale import format_probability
from coach.session.symptom_ids import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coach.desk.case import Case, CaseCurve, StandsOut
    from coach.desk.first_looks import FirstLook

Kind = Literal["curve", "ran", "files", "heading", "alarm", "warn", "info", "mend", "more", "look", "step"]

LETTERS = "abcdef"
"""What the first looks are called."""
SIGNS = {"alarm": "‼", "warn": "!", "info": "·"}
"""Signs of severity, readable without colour."""
MOST_SYMPTOMS, MOST_LOOKS, FEWEST_CURVES = 3, 3, 2
"""What is told in a sentence: the rest of what stands out is named, the other looks are behind help. The curves that
have a line before anything else gets a second one."""
LONGEST = 100
"""Cells for a text from which a sentence has one line, and under which it has two: the evidence page has all of what
stands out, help all of a look."""
TALL = 30
"""Lines from which the steps of the first look are shown; else they are behind help."""
MOST_CURVES = 4
STANDS_OUT = "What stands out"
FIRST_LOOKS = "First looks · F1 why and how"
_VERDICT = re.compile(r"\bthis\b[.:;,]|\bthis$")
"""A step that says which outcome speaks for the cause: nobody has been told the cause yet."""
_FIRST, _MORE = range(3), range(3, 9)
"""Ranks of what is shown first, and of what is shown once that is written out."""
SAME_WORDS = 3
"""Words at the beginning by which a step is known for the action itself, told at more length."""
ELLIPSIS = "…"
INDENT = 5
"""Cells before a text that has a number or a letter."""


class Row(NamedTuple):
    """One line.

    Attributes:
        kind: what it is; a front end chooses colours by it.
        lead: what stands before the text: a number and a sign, a letter, nothing.
        text: the text, which may be longer than the line where `is_cut`.
        aside: what stands at the right end.
        curve: the values to draw as a small curve between text and aside; empty without one.
    """

    kind: Kind
    lead: str = ""
    text: str = ""
    aside: str = ""
    curve: tuple[float, ...] = ()


class _Item(NamedTuple):
    """Something that takes one line, or all of its lines where there is room; some things are shown whole or not."""

    rank: int
    lines: tuple[Row, ...]
    is_whole: bool = False


def rows(case: Case, width: int, height: int) -> tuple[Row, ...]:
    """Give the lines that fit, the important ones first come.

    First everything gets a line; then what has two gets the other one, what stands out before what to do; then more
    curves are shown, and on a tall screen the steps of the first look.

    Args:
        case: what is known.
        width: cells of a line.
        height: lines there are.
    """
    found = _spaced(tuple(_laid_out(_parts(case, width, height), max(0, height))), height)
    shown = sum(bool(row.lead) and row.kind != "look" for row in found)
    count = len(case.stands_out or ())
    more = [row for row in found if row.kind == "more"]
    if not shown or shown == count or (more and all(len(row.text) <= width - INDENT for row in more)):
        return found
    said = f"{STANDS_OUT}, {shown} of {count}"
    return tuple(row._replace(text=said) if row.text == STANDS_OUT else row for row in found)


def _spaced(found: tuple[Row, ...], height: int) -> tuple[Row, ...]:
    """Give the lines with an empty one before each heading, where there is room for all of those."""
    if len(found) + sum(row.kind == "heading" for row in found) > height:
        return found
    return tuple(line for row in found for line in ((Row("ran"), row) if row.kind == "heading" else (row,)))


def _parts(case: Case, width: int, height: int) -> list[list[_Item]]:
    return [
        [_curve(at, curve) for at, curve in enumerate(case.curves[:MOST_CURVES])],
        _texts("ran", case.ran, width, rank=0),
        _texts("files", case.files, width, rank=1),
        _symptoms(case.stands_out, width, has_curves=bool(case.curves)),
        _looks(case.looks, width, has_steps=height >= TALL),
    ]


def _laid_out(parts: Sequence[Sequence[_Item]], height: int) -> Iterator[Row]:
    """Yield as many lines as there are: by rank each item's first line, then the other lines of what is shown."""
    items = [(part, at, item) for part, of_it in enumerate(parts) for at, item in enumerate(of_it)]
    given: dict[tuple[int, int], int] = {}
    left = height
    for ranks, is_extra in ((_FIRST, False), (_FIRST, True), (_MORE, False), (_MORE, True)):
        for part, at, item in sorted(items, key=lambda each: each[2].rank):
            if item.rank not in ranks:
                continue
            has = given.get((part, at), 0)
            wanted = len(item.lines) if (is_extra and has) or item.is_whole else 1
            if 0 < wanted - has <= left:
                given[part, at] = wanted
                left -= wanted - has
    for part, at, item in items:
        count = given.get((part, at), 0)
        yield from item.lines if count == len(item.lines) else _in_one(item.lines) if count else ()


def _in_one(lines: Sequence[Row]) -> Iterator[Row]:
    """Yield the first line with the whole text, for the front end to cut."""
    yield lines[0]._replace(text=" ".join(each.text for each in lines))


def _curve(at: int, curve: CaseCurve) -> _Item:
    rank = 0 if at < FEWEST_CURVES else 3
    return _Item(rank, (Row("curve", text=curve.tag, aside=curve.says, curve=curve.values),))


def _texts(kind: Kind, texts: Iterable[str], width: int, *, rank: int) -> list[_Item]:
    return [
        _Item(rank if at == 0 else rank + 4, _lines(kind, "", text, "", width))
        for at, text in enumerate(texts)
    ]


def _symptoms(found: Sequence[StandsOut] | None, width: int, *, has_curves: bool) -> list[_Item]:
    if found is None:
        return [_Item(0, (Row("heading", text="Looking for what stands out"),))] if has_curves else []
    if not found:
        return [_Item(0, (Row("heading", text="Nothing stands out to the detectors"),))] if has_curves else []
    made = [_Item(0, (Row("heading", text=STANDS_OUT),))]
    told = _told(found)
    for number, each in told.items():
        kind: Kind = "mend" if each.mend else each.severity
        said = f"To mend in the logging: {each.mend}" if each.mend else each.says
        lead = f"{number:>2} {SIGNS[each.severity]}"
        made.append(_Item(2, _in_short(kind, lead, said, each.since, width)))
    rest = [(number, each) for number, each in enumerate(found, 1) if number not in told]
    return [*made, _Item(2, _lines("more", "", _named(rest), "", width))] if rest else made


def _told(found: Sequence[StandsOut]) -> dict[int, StandsOut]:
    """Give by number what has a sentence: of the first kinds of symptom the first one each."""
    first: dict[str, int] = {}
    for number, each in enumerate(found, 1):
        first.setdefault(each.detector, number)
    return {number: found[number - 1] for number in list(first.values())[:MOST_SYMPTOMS]}


def _named(rest: Sequence[tuple[int, StandsOut]]) -> str:
    """Give number and name of what has no sentence; neighbours of the same name stand together."""
    groups = groupby(rest, key=lambda pair: in_words(pair[1].detector))
    return " · ".join(f"{', '.join(str(number) for number, _ in group)} {name}" for name, group in groups)


def _looks(looks: Sequence[FirstLook] | None, width: int, *, has_steps: bool) -> list[_Item]:
    if not looks:
        return []
    made = [_Item(0, (Row("heading", text=FIRST_LOOKS),))]
    for at, (letter, each) in enumerate(zip(LETTERS, looks[:MOST_LOOKS], strict=False)):
        aside = f"{each.price}  {each.why}"
        made.append(_Item(1, _in_short("look", f" {letter}", each.action, aside, width)))
        steps = _steps(each, width) if at == 0 and has_steps else ()
        if steps:
            made.append(_Item(5, steps, is_whole=True))
    return made


def _steps(look: FirstLook, width: int) -> tuple[Row, ...]:
    told = [_by_itself(step) for step in look.steps if not _VERDICT.search(step)]
    told = [step for step in told if not _says_the_same(step, look.action)]
    return tuple(line for step in told for line in _lines("step", "", step, "", width))


def _says_the_same(step: str, action: str) -> bool:
    """Give whether a step begins as the action does, which stands above it."""
    said, known = (text.rstrip(".").split() for text in (step, action))
    return said[:SAME_WORDS] == known[:SAME_WORDS]


def _by_itself(step: str) -> str:
    """Give a step without its pointer to code, which is not shown here."""
    return step.replace(" (below)", "")


def _in_short(kind: Kind, lead: str, text: str, aside: str, width: int) -> tuple[Row, ...]:
    """Give the beginning of a text, cut between words, on one line, or on two where lines are short."""
    most = 1 if width - INDENT >= LONGEST else 2
    whole = _lines(kind, lead, text, aside, width)
    if len(whole) <= most:
        return whole
    *first, last = _lines(kind, lead, text, aside, width - len(ELLIPSIS))[:most]
    return (*first, last._replace(text=f"{last.text}{ELLIPSIS}"))


def _lines(kind: Kind, lead: str, text: str, aside: str, width: int) -> tuple[Row, ...]:
    """Give a text in as many lines as it needs; the aside stands at the end of the first one."""
    indent = INDENT if lead or kind == "more" else INDENT + 2 if kind == "step" else 0
    room = max(8, width - indent)
    first = max(8, room - (len(aside) + 2 if aside else 0))
    head, *rest = textwrap.wrap(text, first) or [""]
    if rest:
        rest = textwrap.wrap(text[len(head) :].strip(), room)
    return (Row(kind, lead, head, aside), *(Row(kind, "", each) for each in rest))


def why(looks: Sequence[FirstLook]) -> tuple[tuple[str, str], ...]:
    """Give for each look a heading and why it is among the first: what it is the check of, and how to do it."""
    return tuple(
        (f"Why {letter}: {each.action}", _why(each)) for letter, each in zip(LETTERS, looks, strict=False)
    )


def _why(look: FirstLook) -> str:
    share = format_probability(look.share)
    said = (
        f"It is the check of “{look.cause}”, {share} likely by all that is known: {look.price}; {look.why}."
    )
    return "\n".join(filter(None, (said, look.says, *(f"- {step}" for step in look.steps), look.code)))
