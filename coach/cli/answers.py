"""`--answers FILE`: a list of answers in the order of the questions, in YAML or JSON.

An item is an answer, or one `question-key: answer` pair, which is found wherever it stands. What is asked depends on
what is known by then, so a question that such a file does not name takes what is suggested, where something is, and an
answer to a question that nobody asked is passed over; both are said. What a person saw, tried, changed and set up is
never suggested: where a file does not name it, nothing is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeGuard

from coach.cli.playbook_choice import change_playbooks
from coach.cli.terminal_safe import one_line
from coach.cli.transcript import transcript
from coach.errors import AnswerError
from coach.session.event.common import PlaybookChosen
from coach.session.form import Card, GoOn, Table
from coach.session.hypotheses import hypotheses
from coach.session.packs import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.console import Console
    from coach.cli.plain import Ending
    from coach.desk import Walk
    from coach.playbook.strict_yaml import Document
    from coach.session.step import Question, Step

_QUESTION = re.compile(
    r"^(frame|expectation|evidence|confusions|hypotheses|catalogue|odds|weighing|experiments|assumptions|repairs|"
    r"commitment|try|result|closing|thinking|causes|decisions|doubt|predictions|plan|watching|launch|outcome)\..+$"
)
"""What the keys of questions look like: their first word is a part of a walk."""
_DECIDES = re.compile(r"^(commitment|try|result|closing|launch|outcome)\.")
"""Questions whose answers commit to something or say what happened."""
_NEEDS_NO_ANSWER = re.compile(r"^((hypotheses|causes)\.match|catalogue\.(same|back))[.-]")
"""Questions that depend on what was recognised: a bare answer is never taken for theirs."""
NO_IDEA = "no idea"


class Script:
    """Answers from a file; what is confirmed stays confirmed when the file stops half-way."""

    is_person = False

    def __init__(self, document: Document, items: list[object], console: Console) -> None:
        self._document = document
        self._items = items
        self._left = list(range(len(items)))
        self._console = console

    @classmethod
    def read(cls, path: Path, console: Console) -> Script:
        """Read an answers file.

        Raises:
            RunReadError: the file cannot be read, with its line where there is one.
            AnswerError: it holds something other than a list.
        """
        from coach.playbook.strict_yaml import load_yaml  # noqa: PLC0415 - only `--answers` needs YAML

        document = load_yaml(path)
        items = [] if document.data is None else document.data
        if not isinstance(items, list):
            raise AnswerError(
                "an answers file is a list, one item a question",
                hint="Begin each answer with a hyphen: - frame.run-length: 10h",
                where=document.where(),
            )
        return cls(document, items, console)

    def respond(self, walk: Walk, step: Step) -> Ending | None:
        """Answer the open step with the next item.

        Raises:
            AnswerError: there is no item left, or the next one is for another question or does not fit.
        """
        question = step.question
        if self._changes_playbooks(walk, question):
            return None
        self._bring_forward(question)
        if isinstance(question.form, GoOn) and not question.waits and not self._names(question):
            walk.answer_text("")
            return None
        if question.may_be_absent and not self._names(question):
            walk.skip()
            return None
        if self._is_silent_about(question):
            self._take_default(walk, question)
            return None
        if not self._left:
            if question.waits:
                return "waiting"
            raise AnswerError(
                f"the answers end before the question {question.key}: {one_line(question.text)}",
                hint="Everything answered so far is kept.",
                where=self._document.name,
            )
        self._answer(walk, question)
        return None

    def end(self) -> None:
        """Make sure that every answer met a question, but for those that name one that did not come.

        Raises:
            AnswerError: some are left although nothing is asked any more.
        """
        for at in [at for at in self._left if _QUESTION.search(_key(self._items[at]))]:
            self._console.say(f"{one_line(_key(self._items[at]))} was not asked; its answer is passed over.")
            self._left.remove(at)
        left = len(self._left)
        if left:
            raise AnswerError(
                f"nothing is asked any more, but {left} {'answer is' if left == 1 else 'answers are'} left",
                hint="Everything answered before it is kept.",
                where=self._document.where([self._left[0]]),
            )

    def _answer(self, walk: Walk, question: Question) -> None:
        path = self._left[:1]
        item = self._items[path[0]]
        if _is_addressed(item, question):
            key = next(iter(item))
            if key not in question.keys:
                raise AnswerError(
                    f"this answers {key}, but the question is {question.key}: {one_line(question.text)}",
                    hint="Everything answered before it is kept.",
                    where=self._document.where(path),
                )
            item = item[key]
        item = self._without_known_rows(walk, question, item)
        for line in transcript(item, question.form, question.suggested):
            self._console.say(f"> {line}", hanging="  ")
        try:
            walk.answer_data(item)
        except AnswerError as error:
            raise AnswerError(
                f"{question.key}: {error.message}", hint=error.hint, where=self._document.where(path)
            ) from error
        del self._left[0]

    def _changes_playbooks(self, walk: Walk, question: Question) -> bool:
        """Take the playbooks that the file names although they were not asked about, since one was clear."""
        if question.key == KEY or walk.session.last(PlaybookChosen) is None:
            return False
        for at in self._left:
            item = self._items[at]
            if isinstance(item, dict) and _key(item) == KEY:
                change_playbooks(walk, item[KEY], self._console, where=self._document.where([at]))
                self._left.remove(at)
                return True
        return False

    def _without_known_rows(self, walk: Walk, question: Question, item: object) -> object:
        """Pass over the rows of a table that name explanations of which the coach knows the answer by itself."""
        form = question.form
        if not isinstance(form, Table) or not isinstance(item, dict):
            return item
        asked = {name for row in form.rows for name in (row.id, row.text)}
        if asked.issuperset(item):
            return item
        known = {view.id for view in hypotheses(walk.session)} - asked
        passed = [str(row) for row in item if row in known]
        if passed and len(passed) < len(item):
            self._console.say(f"Not asked, so passed over: {', '.join(map(one_line, passed))}")
            return {row: cells for row, cells in item.items() if row not in known}
        return item

    def _bring_forward(self, question: Question) -> None:
        """Put the answer that names a question first."""
        named = [at for at in self._left if _key(self._items[at]) in question.keys]
        if named:
            self._left = [named[0], *(at for at in self._left if at != named[0])]

    def _is_silent_about(self, question: Question) -> bool:
        """True where the next answer names another question, or may be no answer to this one, which can do without.

        Nothing is committed to and nothing decided by silence.
        """
        if question.waits or _DECIDES.search(question.key) or _default(question) is None:
            return False
        if _NEEDS_NO_ANSWER.search(question.key):
            return not self._names(question)
        following = _key(self._items[self._left[0]]) if self._left else ""
        return following not in question.keys and bool(_QUESTION.search(following))

    def _take_default(self, walk: Walk, question: Question) -> None:
        self._console.say(f"Not in the file, so taken as suggested: {question.key}")
        default = _default(question)
        for line in transcript(default, question.form, question.suggested):
            self._console.say(f"> {line}", hanging="  ")
        walk.answer_data(default)

    def _names(self, question: Question) -> bool:
        return bool(self._left) and _key(self._items[self._left[0]]) in question.keys


def _default(question: Question) -> object:
    """Give what stands for an answer that a file does not hold: the suggestion, or no idea; None where nothing does."""
    form = question.form
    if question.suggested or question.optional:
        return ""
    if isinstance(form, Table) and form.no_idea:
        unknown = [NO_IDEA] * len(form.columns)
        return {row.id: list(form.suggested.get(row.id, unknown)) for row in form.rows}
    return None


def _key(item: object) -> str:
    """Give the key of a `question-key: answer` pair; empty for anything else."""
    return str(next(iter(item))) if isinstance(item, dict) and len(item) == 1 else ""


def _is_addressed(item: object, question: Question) -> TypeGuard[dict[str, object]]:
    """True for `question-key: answer`; a table's or card's own row or field is no key."""
    if not isinstance(item, dict) or len(item) != 1:
        return False
    match question.form:
        case Table(rows=rows):
            own = {name for row in rows for name in (row.id, row.text)}
        case Card(fields=fields):
            own = {field.id for field in fields}
        case _:
            own = set()
    return not item.keys().isdisjoint(question.keys) or not own & item.keys()
