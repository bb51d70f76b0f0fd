"""What a person can do on the page of weighing."""

from __future__ import annotations

from coach.tui.command_type import Command


class MoreExpected(Command):
    """In weighing: the next mark up for the cell you stand on; in the odds, the next word up."""

    LETTER, LABEL, RANK = "plus", "more", 1


class LessExpected(Command):
    """In weighing: the next mark down for the cell you stand on; in the odds, the next word down."""

    LETTER, LABEL, RANK = "minus", "less", 2


class SaysNothing(Command):
    """In weighing: this cause says nothing about what was seen; it then moves no belief."""

    LETTER, LABEL, RANK = "full_stop", "says nothing", 3


class NextThatMatters(Command):
    """In weighing: go to the next cell of which another mark would change what is advised."""

    ANYWHERE, LABEL, RANK = "tab", "next that matters", 4


class ShowNumbers(Command):
    """In weighing: show chances, odds and Bayes factors in place of marks, or the marks again."""

    LETTER, LABEL, RANK = "t", "numbers", 5
