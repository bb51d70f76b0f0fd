"""The playbooks of a walk, said when one was taken without a question, and changed at any prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line
from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.event.common import PlaybookChosen
from coach.session.form import Several
from coach.session.packs import KEY

if TYPE_CHECKING:
    from coach.cli.console import Console
    from coach.desk import Walk

_CHANGE = "Type `playbooks: ID, ID` to change that."


def say_taken(walk: Walk, console: Console, *, since: PlaybookChosen | None) -> PlaybookChosen | None:
    """Say which playbook was taken unasked, and why, where that is new; gives the choice that stands."""
    picked = walk.session.last(PlaybookChosen)
    if picked is not None and picked != since and picked.proposed:
        console.say(f"Playbook: {one_line(picked.playbook)} ({one_line(picked.because)}). {_CHANGE}")
    return picked


def change_playbooks(walk: Walk, data: object, console: Console, *, where: str = "") -> None:
    """Use other playbooks from here on, or say which there are where none is named.

    Raises:
        AnswerError: there is no such playbook.
    """
    step = next((each for each in walk.tables() if each.question.key == KEY), None)
    if step is None:
        console.say("There is no other playbook to choose.")
        return
    if data in ("", None):
        _say_all(step.question.form, console)
        return
    try:
        walk.revise(step, parse_data(step.question, data))
    except AnswerError as error:
        raise AnswerError(f"{KEY}: {error.message}", hint=error.hint, where=where) from error
    picked = walk.session.last(PlaybookChosen)
    console.say(f"Playbooks: {', '.join(map(one_line, picked.playbooks if picked else ()))}.")


def _say_all(form: object, console: Console) -> None:
    for each in form.options if isinstance(form, Several) else ():
        is_used = " (in use)" if isinstance(form, Several) and each.id in form.chosen else ""
        says = f": {one_line(each.says)}" if each.says else ""
        console.say(f"{one_line(each.id)}: {one_line(each.text)}{is_used}{says}", indent="  ", hanging="    ")
