"""What can be done on a page of questions, and with the single questions of one (see `command.py`)."""

from __future__ import annotations

from coach.tui.command_type import Command


class AskOneByOne(Command):
    """Ask the questions of this page one by one; ^g comes back to the page."""

    ANYWHERE, LABEL, RANK = "escape", "one by one", 56


class BuildClaim(Command):
    """Build the claim you stand on from the quantities of earlier runs, and see what it would have said of them."""

    ANYWHERE, LABEL, RANK = "f4", "build", 4


class PassKeyboard(Command):
    """At one keyboard: let the other one type from here on."""

    ANYWHERE = "f11"


class BackToPage(Command):
    """Go back from single questions to the page they stand on."""

    ANYWHERE, LABEL, RANK = "ctrl+g", "page", 5
