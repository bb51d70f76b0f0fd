"""What a person can do on the page of the next action."""

from __future__ import annotations

from coach.tui.command_type import Command


class SealAndGo(Command):
    """Take the action that is chosen, with your forecast of its outcomes; both are sealed."""

    ANYWHERE, LABEL, RANK = "enter", "seal and go", -1


class NoRunTonight(Command):
    """Run nothing tonight: think, sleep, come back."""

    LETTER, ANYWHERE, LABEL, RANK = "N", "ctrl+n", "no run tonight", 1
