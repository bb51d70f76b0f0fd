"""What a person can do, one class an action.

A command's class name is its title and its action, its docstring the explanation. Key bindings, the key line at
the foot of the screen, the palette, the help screen and the key table of the manual are all drawn from here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from coach.tui.command_type import Command
from coach.tui.evidence_command import (
    AcceptEvidence,
    AcceptRest,
    AllSteps,
    DismissSymptom,
    EarlierSteps,
    EnlargeCurve,
    FilterTags,
    LaterSteps,
    LookClosely,
    MarkConfusion,
    NextPart,
    ShowRun,
    SmoothCurves,
    SwitchScale,
    TakeEvidence,
    ZoomIn,
    ZoomOut,
)
from coach.tui.next_action_command import NoRunTonight, SealAndGo
from coach.tui.page_command import AskOneByOne, BackToPage, BuildClaim, PassKeyboard
from coach.tui.weighing_command import LessExpected, MoreExpected, NextThatMatters, SaysNothing, ShowNumbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import Binding

_KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "pagedown": "pgdn",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


class ExplainQuestion(Command):
    """Why this question is asked, where that comes from, and every key that works here."""

    LETTER, ANYWHERE, LABEL, RANK = "question_mark", "f1", "help", 20


class ReadOn(Command):
    """Read on in a question that is longer than the room for it; page up goes back."""

    ANYWHERE, LABEL, RANK = "pagedown", "read on", 1


class WriteNote(Command):
    """Write a line into the work log without leaving the question."""

    LETTER, ANYWHERE, LABEL, RANK = "n", "f2", "note", 21


class ThatSurprisedMe(Command):
    """Keep something you did not expect, good or bad, as an open confusion."""

    LETTER, ANYWHERE, LABEL, RANK = "c", "f3", "surprised", 22


class OpenEditor(Command):
    """Write a long answer in your own editor ($VISUAL or $EDITOR)."""

    LETTER, ANYWHERE, LABEL, RANK = "e", "f4", "editor", 40


class ShowRuns(Command):
    """Look at the curves of the linked runs with what stands out in them, and judge it there."""

    LETTER, ANYWHERE, LABEL, RANK = "r", "f5", "runs", 31


class ShowLog(Command):
    """Look at everything said so far, as four logs."""

    LETTER, ANYWHERE, LABEL, RANK = "l", "f6", "log", 30


class ShowPicture(Command):
    """Show or hide the whole picture: frame, beliefs, confusions, evidence."""

    LETTER, ANYWHERE, LABEL, RANK = "v", "f7", "picture", 33


class EditTables(Command):
    """Change any number directly, with what follows from it beside: odds, evidence, experiments, repairs."""

    LETTER, ANYWHERE, LABEL, RANK = "t", "f12", "tables", 32


class UnfoldPlan(Command):
    """Unfold the plan to its end, or fold it again; a click on it does the same."""

    LETTER, ANYWHERE, LABEL, RANK = "o", "ctrl+o", "unfold", 2


class CopyCode(Command):
    """Copy the code of the recipe that is shown, as it is written; the terminal has to allow it."""

    LETTER, ANYWHERE, LABEL, RANK = "y", "ctrl+y", "copy code", 3


class LeaveOpen(Command):
    """Leave an optional question open and go on."""

    LETTER, ANYWHERE, LABEL, RANK = "x", "f8", "leave open", 12


class TakeBack(Command):
    """Take back the last answer; nothing is deleted."""

    LETTER, ANYWHERE, LABEL, RANK = "u", "ctrl+z", "undo", 23


class BringBack(Command):
    """Bring back the answer that was taken back last."""

    LETTER, ANYWHERE, LABEL, RANK = "U", "ctrl+r", "", 24


class SearchHere(Command):
    """Search in everything that was said in this session."""

    LETTER, ANYWHERE, LABEL, RANK = "slash", "ctrl+f", "search", 32


class GoBack(Command):
    """Go back to where you came from, in the end to home; everything is kept."""

    LETTER, ANYWHERE, LABEL, RANK = "b", "f9", "back", 60


class LeaveField(Command):
    """Leave the field, so that single letters are keys again; tab or enter goes back in."""

    ANYWHERE, LABEL, RANK = "escape", "commands", 55


class UsePrepared(Command):
    """Put the answer that the guided case has prepared into the field."""

    ANYWHERE, LABEL, RANK = "f10", "prepared", 26


class TakePage(Command):
    """Take the whole page: every field as it stands there."""

    ANYWHERE, LABEL, RANK = "enter", "take the page", -1


class ShowMore(Command):
    """Show everything that can be done here, to choose from."""

    ANYWHERE, LABEL, RANK = "f10", "more", 35


class SwitchLook(Command):
    """Switch between the dark and the light look."""

    ANYWHERE, LABEL, RANK = "ctrl+t", "", 70


class LeaveCoach(Command):
    """Leave; everything confirmed is on disk already, and unfinished words are kept."""

    LETTER, ANYWHERE, LABEL, RANK = "q", "ctrl+q", "quit", 61


class StartPremortem(Command):
    """Before a launch: imagine that it has failed, and why."""

    LETTER, LABEL, RANK = "p", "pre-mortem", 10


class StartStuck(Command):
    """A run disappointed: find out why, cheaply."""

    LETTER, LABEL, RANK = "s", "stuck", 11


class StartDemo(Command):
    """A guided case of ten minutes; it keeps nothing."""

    LETTER, LABEL, RANK = "d", "demo", 12


COMMANDS: tuple[type[Command], ...] = (
    ExplainQuestion,
    ReadOn,
    WriteNote,
    ThatSurprisedMe,
    TakeBack,
    BringBack,
    OpenEditor,
    LeaveOpen,
    UsePrepared,
    TakePage,
    SealAndGo,
    NoRunTonight,
    AskOneByOne,
    BackToPage,
    BuildClaim,
    PassKeyboard,
    ShowMore,
    LeaveField,
    ShowPicture,
    ShowLog,
    ShowRuns,
    EditTables,
    UnfoldPlan,
    CopyCode,
    SearchHere,
    AcceptEvidence,
    DismissSymptom,
    MarkConfusion,
    AcceptRest,
    NextPart,
    TakeEvidence,
    LookClosely,
    EnlargeCurve,
    ZoomIn,
    ZoomOut,
    EarlierSteps,
    LaterSteps,
    AllSteps,
    FilterTags,
    SmoothCurves,
    SwitchScale,
    ShowRun,
    MoreExpected,
    LessExpected,
    SaysNothing,
    NextThatMatters,
    ShowNumbers,
    StartPremortem,
    StartStuck,
    StartDemo,
    SwitchLook,
    GoBack,
    LeaveCoach,
)
"""Every command, in the order of the key table."""


def bindings(*commands: type[Command]) -> list[Binding]:
    """Give the bindings of several commands."""
    return [binding for command in commands for binding in command.bindings()]


def bindings_anywhere(*commands: type[Command]) -> list[Binding]:
    """Give the bindings of several commands without their letters, for a page on which letters mean something else."""
    return [binding for binding in bindings(*commands) if len(key_name(binding.key)) > 1]


def key_name(key: str) -> str:
    """Give a key as it is printed.

    >>> key_name("question_mark"), key_name("ctrl+z"), key_name("f1")
    ('?', '^z', 'F1')
    """
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return _KEY_NAMES.get(key) or (key.upper() if re.fullmatch(r"f\d+", key) else key)


class KeyRow(NamedTuple):
    """A line of a key table."""

    keys: str
    title: str
    says: str


def key_table(commands: Iterable[type[Command]] = COMMANDS) -> tuple[KeyRow, ...]:
    """Give the key table of the help screen and of the manual."""
    return tuple(
        KeyRow(" or ".join(key_name(key) for key in command.pressed()), command.title(), command.says())
        for command in commands
    )
