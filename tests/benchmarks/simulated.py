"""Somebody who answers the questions of `coach stuck` from the text of a report, and no more than it states.

Questions are answered by their keys, and by what they ask of: whatever a coding knows is given wherever it is asked,
and everything else takes what is suggested. So questions that are added later are answered too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from coach.errors import AnswerError
from coach.session.form import (
    Card,
    Chance,
    Choice,
    GoOn,
    Hours,
    Lines,
    Marks,
    Number,
    ReadLogs,
    Several,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from coach.desk import Walk
    from coach.session.form import Field, Option
    from coach.session.step import Question
    from tests.benchmarks.bugs import Bug

Picks = Literal["first", "right", "none"]
"""`first`: the first five shown, whatever they are. `right`: the right one where it is shown, with the first others.
`none`: nothing at all."""

PICKED = 5
RUN_HOURS = "10h"
NO_MORE = "enough: nothing else comes to mind"
MOST_QUESTIONS = 200
OFFERS = ("catalogue.picks", "catalogue.again-")
"""How the questions begin that offer failure modes nobody mentioned."""
UNTIL = "commitment.decision-"
"""The question at which the advice is given."""

_YES, _NO = ("yes", "seen", "true", "there", "y"), ("no", "not-seen", "absent", "not-there", "false", "n")
_SPOKEN = {"goes-away": ("goes-away", "away", "yes"), "stays": ("stays", "no")}


class Simulated:
    """Answers one walk, and counts what it was asked.

    Attributes:
        asked: keys of the questions that were put, in order.
        offered: ids of the failure modes that were shown to choose from.
        given: what of the coding was asked for and given.
        picks_matter: somebody who knows the right one would have picked others than somebody who takes the first.
    """

    def __init__(self, bug: Bug, playbook: str, picks: Picks) -> None:
        self._bug = bug
        self._picks = picks
        self.asked: list[str] = []
        self.offered: list[str] = []
        self.given: set[str] = set()
        self.picks_matter = False
        title = " ".join(bug.symptom.split()[:8])
        self._by_key: dict[str, object] = {
            "frame.working-on": title,
            "frame.playbook": playbook,
            "frame.run-length": RUN_HOURS,
            "expectation.expected": "It should learn, as it does for others.",
            "expectation.observed": bug.symptom,
            "expectation.class": bug.symptom_class,
            "evidence.logs": "",
            "hypotheses.own": [*filter(None, [bug.told.own]), NO_MORE],
        }

    def answer_all(self, walk: Walk) -> None:
        """Answer every question up to the one at which the advice is given.

        Raises:
            RuntimeError: an answer does not fit, or the questions do not end.
        """
        while (step := walk.position.step) is not None and not step.question.key.startswith(UNTIL):
            question = step.question
            if len(self.asked) >= MOST_QUESTIONS:
                raise RuntimeError(f"{self._bug.id} is asked without end: {self.asked[-3:]}")
            self.asked.append(question.key)
            try:
                walk.answer_data(self._answer(question))
            except AnswerError as error:
                raise RuntimeError(f"{self._bug.id}: {question.key}: {error}") from error

    def _answer(self, question: Question) -> object:  # noqa: PLR0911 - one return a form
        """Give what the text states where the question is about that, and else what is suggested."""
        match question.form:
            case _ if question.key in self._by_key:
                return self._by_key[question.key]
            case Several(options=options) if question.key.startswith(OFFERS):
                return self._picked(options)
            case Several(options=options, chosen=chosen):
                return self._ticked(options) or list(chosen)
            case Choice(options=options):
                return self._chosen(question.key, options) or question.suggested or options[-1].id
            case Card(fields=fields):
                return {each.id: said for each in fields if (said := self._field(each))}
            case Marks() as form:
                return self._marked(form)
            case _:
                return _default(question)

    def _picked(self, options: Sequence[Option]) -> list[str]:
        shown = [each.id for each in options]
        self.offered += shown
        right = [each for each in shown if each in self._bug.right][:1]
        knowing = [*right, *(each for each in shown if each not in right)][:PICKED]
        self.picks_matter |= set(knowing) != set(shown[:PICKED])
        return {"right": knowing, "first": shown[:PICKED], "none": []}[self._picks]

    def _ticked(self, options: Sequence[Option]) -> list[str]:
        """Give the options that the text states, whatever they are a list of."""
        told = self._bug.told
        known = {*told.seen, *(each for each, how in told.contrasts.items() if how == "goes-away")}
        known |= {told.changed, *told.facts.values()}
        ticked = [each.id for each in options if _last(each.id) in known]
        self.given.update(map(_last, ticked))
        return ticked

    def _marked(self, form: Marks) -> dict[str, str]:
        """Give a mark to every row of which the text states something, shown at once or not."""
        marked = {row.id: self._chosen(row.id, form.marks) for row in form.all_rows}
        return {row: mark for row, mark in marked.items() if mark}

    def _chosen(self, key: str, options: Sequence[Option]) -> str:
        """Give the option that the text states for what a question or field is about; empty where it states none."""
        told, about = self._bug.told, _last(key)
        if about in told.seen or about in told.not_seen:
            wanted: Collection[str] = _YES if about in told.seen else _NO
        elif about in told.contrasts:
            wanted = _SPOKEN[told.contrasts[about]]
        elif about in told.facts:
            wanted = (told.facts[about],)
        elif about in {"changed", "what-changed", "last-change"}:
            wanted = (told.changed,)
        else:
            return ""
        found = next((each.id for each in options if _last(each.id) in wanted), "")
        if found:
            self.given.add(about)
        return found

    def _field(self, field: Field) -> str:
        if isinstance(field.form, Choice):
            return self._chosen(field.id, field.form.options) or field.suggested
        return field.suggested


def _default(question: Question) -> object:
    """Give what is suggested, or the least that one can say."""
    match question.form:
        case Table() as form:
            return _rows(form)
        case Lines(existing=existing, at_least=at_least):
            return [] if len(existing) >= at_least else [NO_MORE]
        case GoOn() | ReadLogs():
            return None
        case Hours() | Number() | Chance():
            return question.suggested or ("" if question.optional else "1")
        case _:
            return question.suggested or ("" if question.optional else "nothing is known of it")


def _rows(form: Table) -> dict[str, list[str]]:
    """Give the suggested cells of every row, and `no idea` or even ones where none are suggested.

    Not every cell may be `no idea`: then each of them is even.
    """
    width = len(form.columns)
    is_known = any(cell != "no idea" for cells in form.suggested.values() for cell in cells if cell)
    vague = (
        "no idea"
        if form.no_idea and (is_known or form.compares)
        else f"{50 if width == 1 else 100 / width:g}%"
    )
    empty = "1h" if form.cell == "hours" else vague
    return {
        row.id: list(form.suggested.get(row.id, ()))
        if any(form.suggested.get(row.id, ()))
        else [empty] * width
        for row in form.rows
    }


def _last(address: str) -> str:
    """Give what an address such as `evidence.contrast.fp32` is about."""
    return address.replace(":", ".").rpartition(".")[2]
