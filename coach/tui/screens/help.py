"""Why this question is asked, where that comes from, and every key that works here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import TextArea

from coach.tui.command import COMMANDS, KeyRow, key_name
from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import wrapped
from coach.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from coach.session.step import Question

TITLE = "bold $quiet"
_EVERYWHERE = frozenset({"app.focus_next", "app.focus_previous", "screen.copy_text", "quit"})
"""What every program with a keyboard does; it would only lengthen the table."""
_COMMANDS = {command.action(): command for command in COMMANDS}


class HelpText(NamedTuple):
    """A paragraph with its heading."""

    heading: str
    text: str


def reasons(question: Question | None) -> tuple[HelpText, ...]:
    """Give what there is to say about a question."""
    if question is None:
        return ()
    parts = [HelpText("Why this is asked", question.why)]
    if question.source:
        parts.append(HelpText("Where that comes from", question.source))
    if question.example:
        parts.append(HelpText("For example", question.example))
    if question.optional:
        parts.append(HelpText("You may leave it open", "An empty answer, or x, skips it."))
    parts += [HelpText(note.heading, note.text) for note in question.notes]
    return tuple(part for part in parts if part.text)


def live_keys(active: Iterable[ActiveBinding]) -> tuple[KeyRow, ...]:
    """Give the keys that work right now, commands first in the order of the key table."""
    by_action: dict[str, list[str]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for node, binding, enabled, tooltip in active:
        is_editing = isinstance(node, TextArea)
        if enabled and not is_editing and binding.action not in _EVERYWHERE and not binding.system:
            by_action.setdefault(binding.action, []).append(key_name(binding.key))
            command = _COMMANDS.get(binding.action)
            titles[binding.action] = (
                (command.title(), command.says()) if command else (binding.description.capitalize(), tooltip)
            )
    order = {action: place for place, action in enumerate(_COMMANDS)}
    actions = sorted(by_action, key=lambda action: order.get(action, -1))
    return tuple(KeyRow(" or ".join(by_action[action]), *titles[action]) for action in actions)


def help_lines(parts: Sequence[HelpText], keys: Sequence[KeyRow], width: int) -> list[Content]:
    """Give the paragraphs, then the key table."""
    lines: list[Content] = []
    for part in parts:
        lines += [*wrapped(part.heading, width, TITLE), *wrapped(part.text, width), Content("")]
    lines += wrapped("Keys that work here", width, TITLE)
    room = min(16, max((len(row.keys) for row in keys), default=0)) + 2
    for row in keys:
        said = f"{row.title}. {row.says}" if row.says else row.title
        text = wrapped(said, max(1, width - room))
        lines += hung(Content.styled(row.keys.ljust(room), "$accent"), text)
    return lines


class HelpPage(Drawn):
    """The text of the help screen."""

    def __init__(self, parts: Sequence[HelpText], keys: Sequence[KeyRow]) -> None:
        super().__init__()
        self._parts = parts
        self._keys = keys

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return help_lines(self._parts, self._keys, width)


class HelpScreen(ModalScreen[None]):
    """Help for the screen below it; any of the usual keys leaves."""

    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back to where you were"),
        Binding("question_mark,f1,q,enter", "leave", "Back", show=False),
    ]

    def __init__(self, parts: Sequence[HelpText], keys: Sequence[KeyRow]) -> None:
        super().__init__()
        self._page = HelpPage(parts, keys)

    def compose(self) -> ComposeResult:
        """Give the page."""
        with VerticalScroll(id="help"):
            yield self._page
        yield KeyLine()

    def on_mount(self) -> None:
        """Let arrow keys scroll."""
        self.query_one("#help").focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
