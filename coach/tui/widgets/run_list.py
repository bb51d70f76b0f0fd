"""The runs one looks at, each with the letter and the colour of its curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.session.run_names import short_names
from coach.tui.widgets.curve import steps
from coach.tui.widgets.pick_list import PickList
from coach.tui.widgets.rows import CURSOR, Rows
from coach.tui.widgets.run_names import MOST_LETTERED, colour, letter, run_tail

if TYPE_CHECKING:
    from textual import events

    from coach.runs import Run

MARKED = "●"
HINT = "two marked compare"
POINTS = "points"
MORE = "↓"


class RunList(PickList):
    """One run a row: letter, name, how many points it has, and whether it is marked.

    Of many only how many there are, until one goes there: their curves have no letters either.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "mark",
            "mark",
            tooltip="Bring the run you stand on to the front; with a second one marked, compare just these two.",
        ),
        Binding("enter", "mark", "Mark", show=False),
    ]

    class Marked(Message):
        """A run is to be brought to the front, or let go."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Went(Message):
        """One came to a run."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self._points: list[str] = []
        self._marked: tuple[int, ...] = ()
        self._is_open = True

    def show(self, runs: tuple[Run, ...]) -> None:
        """List these runs, or say how many there are."""
        self._is_open = len(runs) <= MOST_LETTERED or self.has_focus
        self._names = short_names([run.name for run in runs])
        self._points = [steps(run.points) for run in runs]
        self.refresh(layout=True)

    def mark(self, marked: tuple[int, ...]) -> None:
        """Show which runs are marked."""
        self._marked = marked
        self.refresh()

    @property
    def hint(self) -> str:
        """What marking is for, to be said behind the name of a run."""
        return f" · space marks, {HINT}" if len(self._names) > 1 else ""

    def rows(self, width: int) -> Rows:
        """Give one block a run."""
        if not self._is_open:
            said = Content.styled(f"  {MORE} {len(self._names)} of them", "$quiet")
            return Rows([Content.styled("Runs", "bold $quiet")], [[said.truncate(width)]], [])
        title = Content.styled("Runs", "bold $quiet")
        hint = f"  {HINT}" if len(self._names) > 1 else ""
        room = width - title.cell_length - len(POINTS)
        between = hint if len(hint) < room else ""
        points = Content.styled(f"{between.ljust(room)}{POINTS}", "$quiet")
        head = [title + points if room > 0 else title.truncate(width)]
        return Rows(head, [[self._line(place, width)] for place in range(len(self._names))], [])

    def _line(self, place: int, width: int) -> Content:
        is_here = place == self.cursor and self.has_focus
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        is_front = not self._marked or place in self._marked
        sign = Content.styled(letter(place), f"bold {colour(place)}" if is_front else "$quiet")
        points = f" {self._points[place]}"
        room = max(1, width - lead.cell_length - 3 - len(points))
        mark = Content.styled(MARKED if place in self._marked else " ", f"bold {colour(place)}")
        name = Content(run_tail(self._names[place], room)).stylize(
            "bold $accent" if is_here else "" if is_front else "$quiet"
        )
        gap = Content(" " * max(0, room - name.cell_length))
        return Content("").join([lead, sign, mark, Content(" "), name, gap, Content.styled(points, "$quiet")])

    def went(self) -> None:
        """Tell the screen, which has room for the whole name."""
        self.post_message(self.Went(self.cursor))

    def on_focus(self) -> None:
        """List the runs: one is about to walk through them."""
        self._is_open = True
        self.refresh(layout=True)
        self.went()

    def action_mark(self) -> None:
        """Mark the run one stands on, or let it go."""
        if self._names:
            self.post_message(self.Marked(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Mark the run that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.cursor = place
            self.action_mark()
