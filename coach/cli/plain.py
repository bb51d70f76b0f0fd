"""The line-by-line front end: for screen readers, dumb terminals, pipes and scripts.

It asks what the walk asks, one question at a time, and holds no method of its own. Who answers is a
`Respondent`: a person at a keyboard (here), a file (`answers.py`) or the guide of the demonstration.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Literal, Protocol

from coach.cli import exhibits
from coach.cli.asides import HELP, Aside, answer_in, read_aside
from coach.cli.both_answers import settle_both
from coach.cli.more import list_more, more_in
from coach.cli.playbook_choice import change_playbooks, say_taken
from coach.cli.prompts import answer_card, answer_scalar, answer_table, present, say_misfit
from coach.cli.terminal_safe import one_line
from coach.errors import AnsweredSinceError, AnswerError, RunReadError
from coach.session.answers.answer import parse_data, parse_text
from coach.session.event.common import PlaybookChosen
from coach.session.exhibit import Folded
from coach.session.form import Card, Choice, GoOn, Lines, ReadLogs, Several, Table
from coach.session.moved_by import began_at
from coach.session.premortem.claims import READ_AS

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.cli.console import Console
    from coach.desk import Walk
    from coach.session.exhibit import Exhibit
    from coach.session.step import Question, Step

SHOWS = "shows"
"""Field of a card that says how a cause would show."""
SILENCE_S = 2.0
"""Seconds of reading after which one wants to know how far it is."""

Ending = Literal["finished", "left", "waiting"]
"""How a conversation ended: nothing left to ask, the person left, or a run has to end first."""


class Respondent(Protocol):
    """Whoever answers the questions of a walk.

    Attributes:
        is_person: someone types; they are told how to answer, and may try again.
    """

    is_person: bool

    def respond(self, walk: Walk, step: Step) -> Ending | None:
        """Answer the step that is open; give an ending instead of an answer to stop."""


class TakeBack(Exception):  # noqa: N818 - a signal, not an error
    """The person wants the last answer back."""


class Leave(Exception):  # noqa: N818 - a signal, not an error
    """The person wants to stop here."""


class MovedOn(Exception):  # noqa: N818 - a signal, not an error
    """An aside changed which question is open."""


def converse(walk: Walk, console: Console, respondent: Respondent) -> Ending:
    """Ask the questions of a walk until there are none, or until the respondent stops."""
    stage, asked = "", ""
    taken = walk.session.last(PlaybookChosen)
    shown: tuple[Exhibit, ...] = ()
    while (step := walk.position.step) is not None:
        taken = say_taken(walk, console, since=taken)
        if walk.position.stage != stage:
            stage = walk.position.stage
            _announce_stage(walk, console)
        goes_on = isinstance(step.question.form, Lines) and step.question.key == asked
        if not goes_on:
            later = step.later if step.question.waits or not respondent.is_person else None
            beside = (*step.exhibits, *(later() if later else ()))
            present(console, step, exhibits.news(beside, shown), how=respondent.is_person)
            shown = beside
        asked = step.question.key
        if isinstance(step.question.form, ReadLogs):
            _read_logs(walk, console, respondent)
            continue
        ending = respondent.respond(walk, step)
        if ending is not None:
            return ending
    return "finished"


class Keyboard:
    """A person who types: answers, and at any prompt the asides of `asides.py`."""

    is_person = True

    def __init__(self, console: Console) -> None:
        self._console = console

    def respond(self, walk: Walk, step: Step) -> Ending | None:
        """Ask until there is an answer that fits, the walk moved, or the person leaves."""
        return self.until_it_fits(walk, step.question, lambda: self._answer(walk, step))

    def until_it_fits(self, walk: Walk, question: Question, answer: Callable[[], None]) -> Ending | None:
        """Let a person try to answer until it fits, the walk moved, or they leave."""
        while True:
            try:
                answer()
            except AnsweredSinceError as error:
                settle_both(walk, error, self._console)
                return None
            except AnswerError as error:
                say_misfit(self._console, error)
                if walk.refresh():
                    return None  # what somebody else did meanwhile may be why: the question is looked up anew
            except TakeBack:
                self._say_moved(walk.undo(), "Taken back", "There is nothing to take back.")
                return None
            except MovedOn:
                return None
            except (Leave, EOFError):
                return "waiting" if question.waits else "left"
            else:
                return None

    def _answer(self, walk: Walk, step: Step) -> None:
        question = step.question

        def ask(prompt: str) -> str:
            return self.line(walk, question, prompt)

        read = ""
        match question.form:
            case Table() as form:
                answer = parse_data(question, answer_table(self._console, form, ask, TakeBack))
            case Card() as form:
                given = answer_card(self._console, form, ask, TakeBack)
                answer, read = parse_data(question, given), given.get(SHOWS, "")
            case GoOn():
                ask("Press Enter to go on. ")
                answer = None
            case _:
                read = answer_scalar(self._console, question, ask)
                answer = parse_text(question, read)
        walk.revise(step, answer)
        said = step.beside(read) if step.beside is not None and read.strip() else ""
        if said.startswith(READ_AS):
            self._console.say(said, indent="  ", hanging="    ")

    def line(self, walk: Walk, question: Question, prompt: str) -> str:
        """Give the next line that is an answer; act on the asides before it."""
        while True:
            line = self._console.ask(prompt)
            found, form = more_in(question.form, line), question.form
            if found is not None and isinstance(form, Choice | Several):
                list_more(self._console, form, found)
            elif (aside := read_aside(line)) is not None:
                self._act(walk, question, aside)
            else:
                return answer_in(line)

    def _act(self, walk: Walk, question: Question, aside: Aside) -> None:
        match aside.kind:
            case "undo":
                raise TakeBack
            case "quit":
                raise Leave
            case "redo":
                self._say_moved(walk.redo(), "Put back", "There is nothing to put back.")
                raise MovedOn
            case "skip":
                self._skip(walk, question)
            case "note":
                self._note(walk, aside)
            case "surprise":
                self._surprised(walk, aside)
            case "pass":
                to = walk.pass_keyboard()
                self._console.say(f"{one_line(to)} types now." if to else "Nobody shares this keyboard.")
                raise MovedOn
            case "playbooks":
                change_playbooks(walk, aside.text, self._console)
                raise MovedOn
            case "why" | "where" | "help" | "search" | "unfold":
                self._tell(walk, question, aside)

    def _tell(self, walk: Walk, question: Question, aside: Aside) -> None:
        match aside.kind:
            case "why":
                self._explain(question)
            case "where":
                _say_where(walk, self._console)
            case "search":
                self._search(walk, aside)
            case "unfold":
                self._unfold(walk, question)
            case _:
                self._say_help()

    def _unfold(self, walk: Walk, question: Question) -> None:
        """Write what is folded beside a question, with what takes a moment to work out."""
        step = (
            next((each for each in walk.sheet.steps if each.question.key == question.key), None)
            if walk.sheet
            else None
        )
        later = step.later() if step and step.later else ()
        folded = [each for each in (*(step.exhibits if step else ()), *later) if isinstance(each, Folded)]
        for each in folded:
            exhibits.show(self._console, each)
        if not folded:
            self._console.say("Nothing is folded here.")

    def _explain(self, question: Question) -> None:
        self._console.say(f"Why this is asked: {question.why}")
        if question.source:
            self._console.say(f"Source: {question.source}")
        for note in question.notes:
            self._console.say(f"{one_line(note.heading)}: {one_line(note.text)}", hanging="  ")
        self._console.say("Type help for everything else that can be typed here.")

    def _say_help(self) -> None:
        for word, says in HELP:
            self._console.say(f"{word}: {says}", indent="  ", hanging="    ")

    def _skip(self, walk: Walk, question: Question) -> None:
        if not question.optional:
            self._console.say("This one cannot be left open. Type ? to see why it is asked.")
            return
        walk.skip(question)
        raise MovedOn

    def _note(self, walk: Walk, aside: Aside) -> None:
        walk.note(aside.text or answer_in(self._console.ask("Note: ")))
        self._console.say("Noted.")

    def _surprised(self, walk: Walk, aside: Aside) -> None:
        text = aside.text or answer_in(self._console.ask("What surprised you? "))
        walk.surprised(text, welcome=aside.welcome)
        self._console.say("Kept as an open question.")

    def _search(self, walk: Walk, aside: Aside) -> None:
        from coach.cli.log import say_found  # noqa: PLC0415 - only a search needs the logs

        if aside.text:
            say_found(walk, aside.text, self._console)
        else:
            self._console.say("Which word? For example: /entropy")

    def _say_moved(self, moved: str | None, done: str, nothing: str) -> None:
        self._console.say(nothing if moved is None else f"{done}: {one_line(moved)}" if moved else f"{done}.")


def _read_logs(walk: Walk, console: Console, respondent: Respondent) -> None:
    try:
        walk.perform(progress_to(console))
    except RunReadError as error:
        if not respondent.is_person:
            raise
        console.say(str(error))


def progress_to(console: Console) -> Callable[[int, int, str], None]:
    """Give what writes how far a reading is, now and then."""
    last_said = monotonic()

    def say_progress(done: int, count: int, name: str) -> None:
        nonlocal last_said
        if name and monotonic() - last_said > SILENCE_S:
            last_said = monotonic()
            console.say(f"{done} of {count} runs are read, now {one_line(name)}")

    return say_progress


def _announce_stage(walk: Walk, console: Console) -> None:
    rail = walk.position.rail
    place, view = next((at, view) for at, view in enumerate(rail, 1) if view.status == "here")
    console.say()
    console.say(f"Part {place} of {len(rail)}: {view.title}")


def _say_where(walk: Walk, console: Console) -> None:
    for name, value in walk.frame():
        console.say(f"{name}: {one_line(value)}")
    for belief in walk.beliefs():
        said = "; ".join(filter(None, (exhibits.percent(belief.posterior), began_at(walk.session, belief))))
        console.say(f"{one_line(belief.label)}: {one_line(said)}", indent="  ")
        for name, held in belief.holds:
            console.say(f"of that {one_line(name)}: {exhibits.percent(held)}", indent="    ")
    for view in walk.position.rail:
        console.say(
            f"{view.title}: {view.status}" + (f", wants {view.wants}" if view.wants else ""), indent="  "
        )
