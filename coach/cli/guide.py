"""The guide of the demonstration: it knows an answer to every question of its case, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain import Keyboard
from coach.cli.transcript import transcript
from coach.session.form import GoOn

if TYPE_CHECKING:
    from coach.cli.console import Console
    from coach.cli.plain import Ending
    from coach.desk import Suggestion, Walk
    from coach.session.step import Step


class Guide:
    """Answers every question as the case suggests, and stops where the case does."""

    is_person = False

    def __init__(self, console: Console) -> None:
        self._console = console

    def respond(self, walk: Walk, step: Step) -> Ending | None:
        """Give the suggested answer, with the reason for it."""
        suggestion = walk.suggestion()
        if suggestion is not None and suggestion.alone:
            _say_reason(self._console, suggestion)
            for line in transcript(suggestion.data, step.question.form, step.question.suggested):
                self._console.say(f"> {line}", hanging="  ")
            walk.answer_data(suggestion.data)
            return None
        if isinstance(step.question.form, GoOn) and not step.question.waits:
            walk.answer_text("")
            return None
        return "waiting" if step.question.waits else "left"


class GuidedKeyboard(Keyboard):
    """A person at a keyboard with the guide beside them: Enter alone gives the guide's answer."""

    def _answer(self, walk: Walk, step: Step) -> None:
        question, suggestion = step.question, walk.suggestion()
        if suggestion is None:
            super()._answer(walk, step)
            return
        _say_reason(self._console, suggestion)
        for line in transcript(suggestion.data, question.form, question.suggested):
            self._console.say(line, indent="  ", hanging="    ")
        said = self.line(walk, question, "Enter takes this answer; or type your own > ")
        if said.strip():
            walk.answer_text(said)
        else:
            walk.answer_data(suggestion.data)


def _say_reason(console: Console, suggestion: Suggestion) -> None:
    if suggestion.says:
        console.say(f"The guide: {suggestion.says}")
