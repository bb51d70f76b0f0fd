"""A claim built in parts: the quantity, what is taken of it, from when to when, and what that is compared with.

What is chosen is put together as text and read by the grammar of claims, which says what is wrong with it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from coach.errors import AnswerError
from coach.prediction import parse_prediction
from coach.prediction.built import NEVER, THROUGHOUT, Built, taken_apart
from coach.session.matching import as_new
from coach.session.premortem.fires_when import fires_when
from coach.session.premortem.known_tags import known_tags
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.cell_line import CellLine
from coach.tui.widgets.claim_lines import claim_lines
from coach.tui.widgets.claim_told import ClaimTold
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.tag_choice import TagChoice

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget
    from textual.widgets import TextArea

    from coach.prediction import Prediction
    from coach.runs import Run
    from coach.runs.checking.on_earlier_runs import Seen
    from coach.session.premortem.pages import ClaimCell
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.page_pick import PagePick

LOW = 30
"""Lines of the screen below which the list of quantities is short."""
KEYS = "↑ ↓ quantity · tab goes on · enter goes to the number, then writes the claim"
READING = "Earlier runs are being read."
NONE_OVER = "No earlier run is over here, so nothing is known of what it would have said."
UNFINISHED = "Choose a quantity, and write the number it is compared with."
_NEW = "new: "


class ClaimBuilder(ModalScreen[str | None]):
    """Gives the text of a claim; None when the person thought better of it."""

    CSS_PATH = "../styles/claim.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it"),
        Binding("enter", "finish", "write it", priority=True),
        Binding("tab", "go(1)", "next", priority=True),
        Binding("shift+tab", "go(-1)", "Field before", show=False, priority=True),
        Binding("down", "down(1)", "Quantity or field below", show=False),
        Binding("up", "down(-1)", "Quantity or field above", show=False),
    ]

    class Read(Message):
        """Earlier runs are read."""

        def __init__(self, runs: tuple[Run, ...], seen: tuple[Seen, ...]) -> None:
            super().__init__()
            self.runs, self.seen = runs, seen

    class Judged(Message):
        """It is known what a claim would have said of them."""

        def __init__(self, claim: Prediction, says: str) -> None:
            super().__init__()
            self.claim = claim
            self.says = says

    def __init__(self, walk: Walk, cell: ClaimCell, text: str) -> None:
        super().__init__()
        self._walk, self._cell = walk, cell
        self._lead = _NEW if as_new(text) != text else ""
        self._runs: tuple[Run, ...] | None = None
        self._claim: Prediction | None = None
        self.lines = tuple(map(CellLine, claim_lines(_begun(cell, text))))
        self.fields = {where.name: field for line in self.lines for where, field in line.fields.items()}
        self.tags = TagChoice(known_tags(walk.session))
        self.told = ClaimTold()
        self.advice = Advice()

    def compose(self) -> ComposeResult:
        """Give the quantity, those there are, the other parts, and what comes of them."""
        with Vertical(id="claim"):
            yield Static("A tripwire" if self._cell.fires else "A claim", id="claim-title", markup=False)
            yield self.lines[0]
            yield self.tags
            yield from self.lines[1:]
            yield self.told
            yield self.advice
        yield KeyLine()

    def on_mount(self) -> None:
        """Start at the quantity; where that is known, at the number."""
        self.tags.filter(self.fields["tag"].text)
        self.fields["target" if self.fields["tag"].text else "tag"].focus()
        self._changed()
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the list short where there is little room."""
        self.set_class(event.size.height < LOW, "-low")

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self) -> None:
        from coach.runs.checking.on_earlier_runs import seen_in  # noqa: PLC0415 - only where logs are read

        worker = get_current_worker()
        runs = self._walk.earlier_runs(lambda: worker.is_cancelled)
        self.post_message(self.Read(runs, seen_in(runs)))

    def on_claim_builder_read(self, event: Read) -> None:
        """Show what the runs came to, and hold the claim against them."""
        event.stop()
        self._runs = event.runs
        self.tags.show(event.seen)
        self._judge_soon()

    @property
    def built(self) -> Built:
        """The parts as they are written."""
        said = {name: " ".join(field.text.split()) for name, field in self.fields.items()}
        if said["taken"] in (THROUGHOUT, NEVER):
            said["window"] = ""
        return Built(**said)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell what comes of it; list the quantities that are meant."""
        event.stop()
        if event.text_area is self.fields["tag"] and self.fields["tag"].has_focus:
            self.tags.filter(self.fields["tag"].text)
        self._changed()

    def on_page_pick_changed(self, event: PagePick.Changed) -> None:
        """Tell what comes of it."""
        event.stop()
        self._changed()

    def _changed(self) -> None:
        built = self.built
        self.advice.keys(KEYS)
        self.lines[2].display = built.taken not in (THROUGHOUT, NEVER)
        self._claim, means, error = None, "", None
        if built.is_whole:
            try:
                self._claim = claim = self._read_as(built.text)
                means = f"{'fires' if self._cell.fires else 'false'} when {fires_when(claim)}"
            except AnswerError as wrong:
                error = wrong
        self.told.show(built.text, means, error)
        self._judge_soon()

    def _read_as(self, text: str) -> Prediction:
        """Give the claim that the grammar reads, if the page takes it; raises AnswerError."""
        claim = parse_prediction(text)
        return self._cell.reads(f"{self._lead}{taken_apart(claim).text}") or claim

    def _judge_soon(self) -> None:
        claim, runs = self._claim, self._runs
        if claim is None:
            return
        if runs is None:
            self.told.judge(READING)
        else:
            self._judge(claim, runs)

    @work(thread=True, exclusive=True, group="judge", exit_on_error=False)
    def _judge(self, claim: Prediction, runs: tuple[Run, ...]) -> None:
        from coach.runs.checking.on_earlier_runs import in_words, on_earlier_runs  # noqa: PLC0415 - as above

        said = in_words(on_earlier_runs(claim, runs), fires=self._cell.fires) or NONE_OVER
        self.post_message(self.Judged(claim, said))

    def on_claim_builder_judged(self, event: Judged) -> None:
        """Tell what earlier runs say, unless the claim has changed since."""
        event.stop()
        if event.claim == self._claim:
            self.told.judge(event.says)

    def action_finish(self) -> None:
        """Take the quantity one stands on; with all parts there, give the claim."""
        if self._take_tag() and not self.fields["target"].text.strip():
            self.fields["target"].focus()
        elif self._claim is not None:
            self.dismiss(f"{self._lead}{taken_apart(self._claim).text}")
        elif self.told.error is None:
            self.advice.warn(UNFINISHED)

    def _take_tag(self) -> bool:
        """Write out the quantity one stands on, where one is still looking for it; gives whether one was."""
        field, chosen = self.fields["tag"], self.tags.chosen
        if not field.has_focus:
            return False
        if chosen and field.text != chosen:
            field.write(chosen)
            self._changed()
        return True

    def action_go(self, steps: int) -> None:
        """Go to another field, round at the ends."""
        self._take_tag()
        shown = [field for field in self._stops() if field.display]
        here = next((at for at, each in enumerate(shown) if each.has_focus), 0)
        shown[(here + steps) % len(shown)].focus()

    def _stops(self) -> list[Widget]:
        return [field for line in self.lines if line.display for field in line.fields.values()]

    def action_down(self, steps: int) -> None:
        """In the field of the quantity go through those that are listed; elsewhere to another field."""
        if self.fields["tag"].has_focus:
            self.tags.move(steps)
        else:
            self.action_go(steps)

    def action_leave(self) -> None:
        """Leave the field as it was."""
        self.dismiss(None)


def _begun(cell: ClaimCell, text: str) -> Built:
    """Give the parts of what is written already; those of a new claim where it is none that logs decide."""
    begin = partial(
        Built, taken=THROUGHOUT if cell.fires else "final", comparison="<" if cell.fires else ">="
    )
    try:
        claim = cell.reads(text) if text.strip() else None
    except AnswerError:
        claim = None
    return begin() if claim is None else taken_apart(claim)
