"""One line of a page: its label, its cells to write, choose or tick, and beneath what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Horizontal, Vertical

from coach.tui.begun import NOT_BEGUN, Begun
from coach.tui.drawing import LABEL_WIDTH, Drawn
from coach.tui.plain_text import wrapped
from coach.tui.widgets.fault_line import FaultLine
from coach.tui.widgets.page_form import PageProse
from coach.tui.widgets.page_pick import PagePick
from coach.tui.widgets.page_tick import PageTick

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

    from coach.session.premortem.pages import Cell, PageLine


class CellProse(PageProse):
    """A field in which the arrow to the right, at the end, writes out the word that is begun."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell.filled, placeholder=cell.says, multiline=cell.multiline)
        self._completed = cell.completed
        self._filled_in = self.text
        self._begun = NOT_BEGUN

    def go_on(self, begun: Begun) -> None:
        """Go on with what was written before the page was there."""
        super().go_on(begun)
        self._begun = begun
        if self.text == begun.text:
            self.move_cursor(begun.cursor)

    def fill_in(self, text: str) -> None:
        """Write what has become known, as if it had stood there from the start."""
        self.write(text)
        self._filled_in = self.text
        self.move_cursor((0, 0))

    def on_focus(self) -> None:
        """Let the first key replace what was filled in; go on where one stopped in what one wrote."""
        if self.text and self.text == self._filled_in:
            self.select_all()
        else:
            is_begun = bool(self.text) and self.text == self._begun.text
            self.move_cursor(self._begun.cursor if is_begun else self.document.end)

    def on_blur(self) -> None:
        """Show the beginning again."""
        self.move_cursor((0, 0))

    async def _on_key(self, event: events.Key) -> None:
        whole = self._whole() if event.key == "right" else self.text
        if whole == self.text:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        self.write(whole)

    def _whole(self) -> str:
        is_at_end = self.cursor_location == self.document.end and self.selection.is_empty
        return self._completed(self.text) if self._completed is not None and is_at_end else self.text


class _Words(Drawn):
    """A label, wrapped, or what is wrong."""

    def __init__(self, text: str, style: str = "$quiet") -> None:
        super().__init__()
        self._text, self._style = text, style

    def say(self, text: str) -> None:
        """Say something else."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return wrapped(self._text, max(1, width - 1), self._style)


class CellLine(Vertical):
    """A line of the page: its label, its cells, and beneath what is wrong with them."""

    def __init__(self, line: PageLine) -> None:
        super().__init__()
        self.line = line
        self.fields = {cell.where: _widget(cell) for cell in line.cells}
        self._origin = _Words("")
        self.fault = FaultLine(2)

    def compose(self) -> ComposeResult:
        """Give the line; where there is much in it, in two parts that stand beneath each other on a narrow screen."""
        fields = list(self.fields.values())
        many = self.line.beside_label
        if many is None:
            label = [] if isinstance(fields[0], PageTick) and not self.line.label else [self._label()]
            yield Horizontal(*label, *fields, self._origin, classes="line")
        else:
            first = Horizontal(self._label(), *fields[:many], classes="line first")
            yield Container(first, Horizontal(*fields[many:], classes="line rest"), classes="parts")
        yield self.fault

    def _label(self) -> _Words:
        is_named = self.line.beside_label is None and not self.line.is_wide
        label = _Words(self.line.label, "$quiet" if is_named else "")
        label.styles.width = LABEL_WIDTH if is_named else "54%" if self.line.is_wide else "1fr"
        return label

    def on_mount(self) -> None:
        """Say where the first answer comes from."""
        self.say_origin()

    def say_origin(self) -> None:
        """Say where an answer comes from, while it stands as it was filled in."""
        cell = self.line.cells[0]
        stands = bool(cell.origin) and self.fields[cell.where].text == cell.filled
        said = f"({cell.origin})" if stands else ""
        self._origin.styles.width = len(said) + 1 if said else 0
        self._origin.say(said)


def _widget(cell: Cell) -> CellProse | PagePick | PageTick:
    found: CellProse | PagePick | PageTick
    match cell.kind:
        case "tick":
            found = PageTick(cell.says, on=bool(cell.filled))
        case "pick":
            found = PagePick(cell.options, cell.filled)
        case _:
            found = CellProse(cell)
    found.styles.width = cell.width or "1fr"
    return found
