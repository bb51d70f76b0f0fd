"""A page of the pre-mortem as a form: lines of cells to write, choose or tick, taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message

from coach.session.premortem.page_answers import at_fault, misfit, page_answers
from coach.tui.begun import NOT_BEGUN, Begun
from coach.tui.widgets.cell_line import CellLine, CellProse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from coach.errors import AnswerError
    from coach.session.premortem.pages import Cell, Page, Where
    from coach.tui.widgets.page_pick import PagePick
    from coach.tui.widgets.page_tick import PageTick


class CellForm(VerticalScroll, can_focus=False):
    """The cells; enter anywhere takes them all.

    Attributes:
        seen: the first cell of each line that was in view.
    """

    class Taken(Message):
        """The page is taken as it stands."""

        def __init__(self, answers: Mapping[str, object]) -> None:
            super().__init__()
            self.answers = answers

    class Changed(Message):
        """Something was written, chosen or ticked."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.seen: set[Where] = set()
        self.lines = [CellLine(line) for line in page.lines]

    def compose(self) -> ComposeResult:
        """Give the lines."""
        yield from self.lines

    @property
    def texts(self) -> dict[Where, str]:
        """What stands in the cells."""
        return {where: field.text for line in self.lines for where, field in line.fields.items()}

    @property
    def here(self) -> tuple[CellLine, Cell] | None:
        """The line and the cell one is in."""
        return next(
            (
                (line, cell)
                for line in self.lines
                for cell in line.line.cells
                if line.fields[cell.where].has_focus
            ),
            None,
        )

    @property
    def label_here(self) -> str:
        """The label of the line one is in; empty where one is in none."""
        return self.here[0].line.label if self.here is not None else ""

    @property
    def draft(self) -> dict[str, str]:
        """What differs from what was filled in, by question and cell."""
        texts = self.texts
        changed = [cell.where for cell in self.page.cells if texts[cell.where] != cell.filled]
        return {" ".join(where): texts[where] for where in changed}

    def restore(self, draft: Mapping[str, object]) -> None:
        """Put back what was written."""
        for line in self.lines:
            for where, field in line.fields.items():
                said = draft.get(" ".join(where))
                if isinstance(said, str):
                    field.write(said)
            line.say_origin()

    def fill(self, page: Page) -> None:
        """Fill in what has become known since, but where somebody wrote or stands."""
        known = {line.cells[0].where: line for line in page.lines}
        for line in self.lines:
            new = known.get(line.line.cells[0].where)
            if new is None or [each.where for each in new.cells] != list(line.fields):
                continue
            for before, after in zip(line.line.cells, new.cells, strict=True):
                field = line.fields[before.where]
                if field.text == before.filled != after.filled and not field.has_focus:
                    (field.fill_in if isinstance(field, CellProse) else field.write)(after.filled)
            line.line = new
            line.say_origin()
        self.page = page

    def enter(self, begun: Begun = NOT_BEGUN) -> None:
        """Go to the first cell that is to be filled in.

        Args:
            begun: what was written into that cell before the page was there; it counts only if it is the same one.
        """
        texts = self.texts
        cells = self.page.cells
        empty = [cell.where for cell in cells if not cell.optional and not texts[cell.where]]
        first = next(iter(empty), None) or next((cell.where for cell in cells), None)
        line = next((each for each in self.lines if first in each.fields), None)
        field = line.fields[first] if line is not None and first is not None else None
        if (
            line is not None
            and line.line.label == begun.label
            and begun.text
            and isinstance(field, CellProse)
        ):
            field.go_on(begun)
        self.go_to(first)
        self.call_after_refresh(self.note_what_is_in_view)

    def go_to(self, where: Where | None) -> None:
        """Go to a cell."""
        for line in self.lines:
            if where in line.fields:
                line.fields[where].focus()

    def go(self, steps: int) -> None:
        """Go to the cell after this one, or before it, round at the ends."""
        wheres = [cell.where for cell in self.page.cells]
        here = self.here
        place = wheres.index(here[1].where) + steps if here is not None else 0
        self.go_to(wheres[place % len(wheres)]) if wheres else None

    def go_line(self, steps: int) -> None:
        """Go to the first cell of the line below, or above, round at the ends."""
        here = self.here
        place = self.lines.index(here[0]) + steps if here is not None else 0
        if self.lines:
            self.go_to(self.lines[place % len(self.lines)].line.cells[0].where)

    def wrong(self, error: AnswerError) -> bool:
        """Say what is wrong at the line of its question; gives whether that is here."""
        where = at_fault(self.page, error.where, self.texts)
        line = next((line for line in self.lines if where in line.fields), None)
        if line is None:
            return False
        line.fault.say(error)
        self.go_to(where)
        self.call_after_refresh(self.scroll_to_widget, line, animate=False)
        return True

    def note_what_is_in_view(self) -> None:
        """Remember which lines were in view; of one that is taller than the view, its beginning."""
        view = self.content_region
        for line in self.lines:
            region = line.region
            if (
                region.height
                and view.y <= region.y
                and min(region.bottom, region.y + view.height) <= view.bottom
            ):
                self.seen.add(line.line.cells[0].where)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note what came into view."""
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self.note_what_is_in_view)

    def on_resize(self) -> None:
        """Note what is in view now."""
        self.call_after_refresh(self.note_what_is_in_view)

    def bring_into_view(self) -> bool:
        """Show a line that was filled in and never in view; gives whether there was one."""
        texts = self.texts
        for line in self.lines:
            first = line.line.cells[0].where
            if first not in self.seen and any(texts[cell.where] for cell in line.line.cells):
                self.go_to(first)
                self.scroll_to_widget(line, animate=False, top=True)
                self.call_after_refresh(self.note_what_is_in_view)
                return True
        return False

    def take(self) -> None:
        """Send the answers, unless one does not fit: then go there."""
        texts = self.texts
        error = misfit(self.page, texts)
        for line in self.lines:
            line.fault.say(None)
        if error is None:
            self.post_message(self.Taken(page_answers(self.page, texts)))
        else:
            self.wrong(error)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Note that something was written."""
        event.stop()
        self._changed()

    def on_page_pick_changed(self, event: PagePick.Changed) -> None:
        """Note that something was chosen."""
        event.stop()
        self._changed()

    def on_page_tick_changed(self, event: PageTick.Changed) -> None:
        """Note that something was ticked."""
        event.stop()
        self._changed()

    def _changed(self) -> None:
        here = self.here
        if here is not None:
            here[0].fault.say(None)
            here[0].say_origin()
        self.post_message(self.Changed())
