"""Typing in a list where nothing can be written: none of it ticks or marks anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from coach.tui.widgets.form import FormWidget

NOT_TAKEN = "a list: nothing is written here, and what you typed was not taken · ↑ ↓ goes on"


class StrayTyping:
    """Tells a sentence from the keys of a list, by the first letter that is none of them.

    What the letters, digits and spaces before that one did is taken back, and nothing more is taken until a key that
    writes nothing is pressed.

    Attributes:
        is_going_on: somebody is typing what goes nowhere.
    """

    def __init__(self, form: FormWidget, is_own: Callable[[str], bool]) -> None:
        """Make it.

        Args:
            form: the list; what is ticked in it is its draft.
            is_own: gives whether a key does something in it.
        """
        self._form, self._is_own = form, is_own
        self._before: object = None
        self._is_writing = self.is_going_on = False

    def takes(self, event: events.Key) -> bool:
        """Give whether a key is a part of such a sentence; then nobody else gets it."""
        if not event.is_printable:
            was_stray = self.is_going_on
            self._is_writing = self.is_going_on = False
            if was_stray:
                self._form.post_message(self._form.Drafted())
            return False
        if not self._is_writing:
            self._is_writing, self._before = True, self._form.draft
        if not self.is_going_on:
            if self._is_own(event.key) or event.key in self._form.screen.active_bindings:
                return False
            self.is_going_on = True
            self._form.restore(self._before)
            self._form.post_message(self._form.Drafted())
        event.stop()
        event.prevent_default()
        return True
