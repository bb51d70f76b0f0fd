"""The lines of a page: each question of a pre-mortem as cells, with the names and widths they have there."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from coach.session.example_claims import example_claims
from coach.session.form import Card, Choice, GoOn, Hours, Lines, Number, Several, Text
from coach.session.page_labels import PREMORTEM_LABELS
from coach.session.premortem.claims import claim_of, completed, tripwire_of
from coach.session.premortem.page_answers import CHANCE
from coach.session.premortem.pages import Cell, ClaimCell, PageLine, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.fold import Session
    from coach.session.form import Field, Option
    from coach.session.prefilled import Prefilled
    from coach.session.step import Step


FoundT = TypeVar("FoundT")
_QUOTED = re.compile(r"^“(.*?)”( ?)")


class _Named(NamedTuple):
    """How a question stands on its page.

    Attributes:
        label: what it is called; empty where its text is.
        says: what stands in it while it is empty; the question's example where there is none.
        lines: of a list, how many lines can be written.
        with_chance: each line has a chance beside it.
        hint: what is said of it while one is there; empty where the question is.
        example: which example of a claim follows in it.
    """

    label: str = ""
    says: str = ""
    lines: int = 5
    with_chance: bool = False
    hint: str = ""
    example: Literal["", "success", "tripwire"] = ""


_CLAIMS = "With a quantity and a number it is checked for you; → writes a name out, F4 builds it."
_CARD_HINTS = {
    "thinking": "What one would see, with a number, becomes a tripwire; F4 builds one.",
    "decisions": "d is done, l later, a accepts the risk.",
    "watching": "Hours, everything included; plan for twice what you write until your own record says less.",
}
"""What is said of a card while one is in it."""
_NAMED = {
    "plan.question": _Named(PREMORTEM_LABELS["plan.question"], "does X make it learn?"),
    "frame.playbook": _Named(PREMORTEM_LABELS["frame.playbook"]),
    "frame.run-length": _Named(PREMORTEM_LABELS["frame.run-length"]),
    "frame.run-price": _Named(PREMORTEM_LABELS["frame.run-price"]),
    "frame.pace": _Named("How"),
    "plan.both-outcomes": _Named(PREMORTEM_LABELS["plan.both-outcomes"], "if it works: ...; if not: ..."),
    "plan.logs": _Named("It logs to"),
    "predictions.success": _Named("Success", example="success", lines=3, with_chance=True, hint=_CLAIMS),
    "doubt.": _Named("Surprised"),
    "causes.own-": _Named("It failed:", "started from the wrong branch"),
    "causes.mine": _Named("What I did", "never ran one step with evaluation on"),
    "again.": _Named("Next"),
    "watching.own": _Named("Also when", example="tripwire", lines=2, with_chance=True, hint=_CLAIMS),
    "watching.offered": _Named("Watch"),
    "watching.look-times": _Named(
        "I look", "at one hour, then at the end", hint="When, and what may you do then?"
    ),
    "watching.estimate": _Named("Answer in"),
    "launch.decide": _Named("Tonight"),
}


class _InLine(NamedTuple):
    """A field of a card in its line: what stands in it while it is empty, and its width."""

    id: str
    says: str = ""
    width: int = 0
    example: Literal["", "failure"] = ""


_CARDS = {
    "doubt.": (_InLine("level", "choose with ← →"), _InLine("chance", "or in %", 10)),
    "thinking.": (
        _InLine("chance", "chance?", 9),
        _InLine("owner", "", 20),
        _InLine("shows", "shows as: ", example="failure"),
        _InLine("prevent", "prevented by: nothing"),
        _InLine("minutes", "min", 6),
    ),
    "decisions.": (_InLine("decision", "", 36), _InLine("reason", "because")),
    "again.": (_InLine("next", "", 28), _InLine("reason", "because")),
    "watching.estimate": (
        _InLine("hours", "10h", 12),
        _InLine("dollars", "$, or nothing", 16),
        _InLine("stop"),
    ),
    "launch.decide": (_InLine("decision", "", 32), _InLine("reason", "because")),
}
_BESIDE_LABEL = {"thinking.": 2, "decisions.": 0}
"""Of which cards so many cells stand beside the label."""
_DRAWN = (Text, Hours, Number, Choice, Several, Lines, Card, GoOn)


def can_be_drawn(step: Step) -> bool:
    """Give whether a question has a place on a page."""
    form = step.question.form
    return isinstance(form, _DRAWN) and (
        not isinstance(form, Card) or _of(_CARDS, step.question.key) is not None
    )


def lines_of(session: Session, step: Step, known: Prefilled | None) -> Iterator[PageLine]:
    """Give the lines of a question."""
    question = step.question
    named = _of(_NAMED, question.key) or _Named()
    label = named.label or question.text
    filled = "" if known is None or not isinstance(known.answer, str) else known.answer
    origin = known.origin if known is not None and filled else ""
    here = partial(Cell, completed=partial(completed, session))
    match question.form:
        case Card() as form:
            yield _card(session, step, form, label)
        case Lines():
            yield from _list(session, step, named)
        case Several() as form if question.key == "frame.playbook":
            cell = Cell(
                where=Where(question.key), kind="pick", filled=",".join(form.chosen), options=form.options
            )
            yield PageLine(label=label, cells=(cell,), says=named.hint or question.text)
        case Several() as form:
            yield from (_tick(question.key, option, form) for option in form.options)
        case Choice() as form:
            chosen = filled or question.suggested
            cell = Cell(
                where=Where(question.key), kind="pick", filled=chosen, options=form.options, origin=origin
            )
            said = label.replace(" of the catalogue?", "?")
            yield PageLine(label=said, cells=(cell,), is_wide=not named.label)
        case _:
            example = "or nothing" if question.optional else named.says or question.example
            is_long = isinstance(question.form, Text) and question.form.multiline
            cell = here(
                where=Where(question.key),
                filled=filled,
                origin=origin,
                says=example,
                multiline=is_long,
                optional=question.optional,
            )
            yield PageLine(label=label, cells=(cell,), says=named.hint or question.text)


def _tick(key: str, option: Option, form: Several) -> PageLine:
    where, on = Where(key, option.id), "yes" if option.id in form.chosen else ""
    cell = Cell(where=where, kind="tick", filled=on, says=option.text, optional=True)
    return PageLine(label="", cells=(cell,), says=option.says)


def _list(session: Session, step: Step, named: _Named) -> Iterator[PageLine]:
    key, form = step.question.key, step.question.form
    wanted = form.at_least if isinstance(form, Lines) else 0
    for at in range(named.lines):
        label = named.label if not at else ""
        text = Cell(
            where=Where(key, str(at)),
            says=_shown(session, named) if not at else "",
            optional=at >= wanted,
            beside=step.beside,
            completed=partial(completed, session),
            claim=_claim(session, key) if named.with_chance else None,
        )
        chance = Cell(
            where=Where(key, f"{CHANCE}{at}"), says="how likely" if not at else "", width=12, optional=True
        )
        yield PageLine(label=label, cells=(text, chance) if named.with_chance else (text,), says=named.hint)


def _card(session: Session, step: Step, form: Card, label: str) -> PageLine:
    fields = {field.id: field for field in form.fields}
    shown = _of(_CARDS, step.question.key) or ()
    cells = tuple(_field(session, step, fields[each.id], each) for each in shown if each.id in fields)
    return PageLine(
        label=_QUOTED.sub(lambda found: found[1] + (": " if found[2] else ""), label),
        cells=cells,
        says=_CARD_HINTS.get(step.question.key.split(".")[0], step.question.text),
        beside_label=_of(_BESIDE_LABEL, step.question.key),
    )


def _field(session: Session, step: Step, field: Field, inline: _InLine) -> Cell:
    where = Where(step.question.key, field.id)
    if isinstance(field.form, Choice):
        return Cell(
            where=where,
            kind="pick",
            filled=field.suggested,
            options=field.form.options,
            width=inline.width,
            optional=field.optional,
        )
    return Cell(
        where=where,
        filled=field.suggested,
        says=_shown(session, inline),
        width=inline.width,
        optional=field.optional or bool(field.suggested),
        beside=step.beside if field.id == "shows" else None,
        completed=partial(completed, session) if field.id == "shows" else None,
        claim=_claim(session, step.question.key) if field.id == "shows" else None,
    )


def _claim(session: Session, key: str) -> ClaimCell:
    is_success = key == "predictions.success"
    return ClaimCell(partial(claim_of if is_success else tripwire_of, session), fires=not is_success)


def _shown(session: Session, named: _Named | _InLine) -> str:
    """Give what stands in a field while it is empty."""
    claim: str = getattr(example_claims(session), named.example) if named.example else ""
    return named.says + claim


def _of(table: dict[str, FoundT], key: str) -> FoundT | None:
    return next((found for start, found in table.items() if key.startswith(start)), None)
