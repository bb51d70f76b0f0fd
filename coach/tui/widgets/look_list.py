"""The looks that are weighed: how many the playbook proposes, and which ones as soon as somebody asks or chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.plain_text import clipped
from coach.tui.widgets.choice_form import MORE
from coach.tui.widgets.rows import CURSOR, Rows
from coach.tui.widgets.several_form import SEARCH, TAKEN
from coach.tui.widgets.tick_lines import LEAD, TickLines

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Option, Several
    from coach.session.step import Question


class LookList(TickLines):
    """One line until it is opened: nothing is decided by the list, and the advice that follows names the best.

    Attributes:
        is_open: whether the looks are listed.
    """

    def __init__(self, question: Question, form: Several) -> None:
        super().__init__(question, ticked_first(form), wraps=True)
        self.is_open = not form.chosen

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that are shown: all, or those that were chosen where they are others than the playbook's."""
        if self.is_open:
            return super().options
        return (
            ()
            if self._is_as_proposed
            else tuple(each for each in self.form.all_options if each.id in self.taken)
        )

    @property
    def _is_as_proposed(self) -> bool:
        return self.taken == set(self.form.chosen)

    def rows(self, width: int) -> Rows:
        """Give the list, or how many there are."""
        if self.is_open or not self._is_as_proposed:
            return super().rows(width)
        left = len(self.form.all_options) - len(self.taken)
        others = f" and {left} more" if left else ""
        sign = Content.styled(f"{CURSOR if self.has_focus else ' '} {TAKEN} ", "bold $accent")
        said = clipped(f"{len(self.taken)} from the playbook", max(1, width - LEAD), "")
        return Rows([], [[sign + said]], [clipped(f"{' ' * LEAD}{MORE} lists them{others}", width, "$quiet")])

    def action_tick(self) -> None:
        """Tick or untick the option one stands on; what is not listed yet is listed."""
        if not self.options:
            self._open()
            return
        here = self.options[self.cursor]
        self.is_open = True
        self.cursor = self.options.index(here)
        super().action_tick()

    def on_key(self, event: events.Key) -> None:
        """List the looks where one asks for them."""
        if self.is_open or event.key not in (MORE, SEARCH):
            return
        event.stop()
        event.prevent_default()
        self._open()

    def _open(self) -> None:
        self.is_open = True
        self.refresh(layout=True)
        self.post_message(self.Drafted())


def ticked_first(form: Several) -> Several:
    """Give the list with what is ticked from the start; what is not is a key away."""
    others = tuple(each for each in form.options if each.id not in form.chosen)
    shown = tuple(each for each in form.options if each.id in form.chosen)
    return replace(form, options=shown, more=(*others, *form.more)) if shown else form
