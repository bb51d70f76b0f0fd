"""The page of explanations: one's own with the catalogue's names beside them, a bet, then what was not mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Container
from textual.message import Message
from textual.worker import get_current_worker

from coach.session.form import Lines
from coach.tui import command, walk_actions
from coach.tui.explanations import DOUBT, FAVOURITE, Explanations, explanations_of
from coach.tui.screens.walk_page import WalkPage
from coach.tui.view import explanation_steps
from coach.tui.widgets.belief_panel import BeliefPanel
from coach.tui.widgets.explanation_forms import ExplanationForms
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widgets import TextArea

    from coach.session.beliefs import BeliefRow
    from coach.session.step import Question, Step
    from coach.tui.background_tasks import Act
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.form import FormWidget
    from coach.tui.widgets.own_lines import OwnLines
    from coach.tui.widgets.prose import Prose

PAUSE_S = 0.25
"""Seconds without a key after which what follows is worked out anew."""
DRAFT = "page.explanations"
PICKS = "catalogue.picks"
WANTS_DOUBT = "First one reason why your bet may be wrong."
UNSEEN = "Tick any of these that could be it, or press enter again."


class Followed(Message):
    """What follows from what is said on the page was worked out."""

    def __init__(self, shown: Explanations) -> None:
        super().__init__()
        self.shown = shown


class ExplanationsPage(WalkPage):
    """Keeps each line as it is entered; the rest is taken together."""

    BEGINS_IN_FIELD = True
    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/explanations.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(command.TakePage),
        Binding("tab", "app.focus_next", "next"),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False),
        Binding("pagedown", "page(1)", "Down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Up", show=False, priority=True),
    ]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.add_class("-first")
        self.forms = ExplanationForms(steps[0].question.text)
        self.beliefs = BeliefPanel()
        self._said = self.forms.said
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · explanations", self.walk.heading)
        with Container(id="explanations"):
            yield self.forms
            yield self.beliefs
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin with what was left unconfirmed."""
        draft = self.app.drafts.wanted(self.address(DRAFT), None, is_back=True)
        self.forms.restore(draft if isinstance(draft, dict) else self._prepared())
        self._said = self.forms.said
        self.forms.field.focus()
        super().on_mount()

    def _prepared(self) -> dict[str, object]:
        """Give what the guided case has prepared."""
        places = {"bet": FAVOURITE, "doubt": DOUBT, "picks": PICKS}
        return {
            name: each.data for name, key in places.items() if (each := self.walk.suggestion(key)) is not None
        }

    def look(self) -> Explanations | None:
        """Give the page as the walk stands."""
        steps = explanation_steps(self.walk)
        return explanations_of(self.walk, steps, self._said) if steps else None

    async def show(self, shown: object) -> None:
        """Show it."""
        if isinstance(shown, Explanations):
            self.set_class(not shown.beliefs, "-first")
            await self.forms.show(shown)
            self.beliefs.show(_named(shown.beliefs), shown.seen if shown.wants else ())
            self._write_prepared_line()

    def _write_prepared_line(self) -> None:
        """Write the next line that the guided case has prepared."""
        growing = self.forms.shown.growing if self.forms.shown else None
        said = self.walk.suggestion(growing.question.key) if growing else None
        form = growing.question.form if growing else None
        if (
            said is None
            or self.forms.field.text
            or not isinstance(form, Lines)
            or not isinstance(said.data, list)
        ):
            return
        missing = [str(line) for line in said.data if str(line) not in form.existing]
        self.forms.field.write(missing[0] if missing else "")

    def hint(self) -> str:
        """Say which keys work where one is, or why the guided case says what it says."""
        said = self.walk.suggestion(self.forms.key) if self.forms.key else None
        return said.says if said is not None and said.says else self.forms.hint()

    def on_descendant_focus(self) -> None:
        """Say which keys work here."""
        if not self.advice.is_message:
            self.advice.keys(self.hint())
        self.forms.follow()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say what the catalogue takes the line for, and keep what is written."""
        event.stop()
        if self.forms.field.has_focus:
            self.forms.recognised.look_at(self.forms.field.text)
        if self.forms.shown is not None:
            self.advice.keys(self.hint())
            self._keep()

    def on_own_lines_changed(self, event: OwnLines.Changed) -> None:
        """Keep what was said of a line, or bet on, and see what follows."""
        event.stop()
        self._say_anew()

    def on_own_lines_not_taken(self, event: OwnLines.NotTaken) -> None:
        """Say what the field takes."""
        event.stop()
        self.advice.warn(event.says)

    def on_form_widget_drafted(self, event: FormWidget.Drafted) -> None:
        """Keep what was ticked, and see what follows."""
        event.stop()
        self.forms.follow()
        self._say_anew()

    def _say_anew(self) -> None:
        self.advice.keys(self.hint())
        before = self._said
        self._keep()
        if self._said == before:  # one has only walked on: nothing follows from that
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self._follow)

    def _keep(self) -> None:
        draft = self.forms.draft
        self._said = self.forms.said
        self.app.drafts.keep(self.address(DRAFT), draft if any(draft.values()) else None)

    @work(thread=True, exclusive=True, group="follow", exit_on_error=False)
    def _follow(self) -> None:
        worker = get_current_worker()
        steps = explanation_steps(self.walk)
        if steps and not self.is_busy:
            shown = explanations_of(self.walk, steps, self._said)
            if not worker.is_cancelled:
                self.post_message(Followed(shown))

    async def on_followed(self, event: Followed) -> None:
        """Show what follows, unless something is being confirmed: that shows what follows from both."""
        event.stop()
        if not self.is_busy:
            await self.show(event.shown)

    async def on_prose_submitted(self, event: Prose.Submitted) -> None:
        """Keep a line; with nothing written, or in another field, take the page."""
        event.stop()
        line = self.forms.field.text.strip()
        growing = self.forms.shown.growing if self.forms.shown else None
        if event.field is self.forms.field and line and growing is not None:
            self.do(_quietly(walk_actions.add_line(growing, line)))
            self.forms.field.write("")
        else:
            await self.action_take_page()

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.advice.warn(event.says)

    async def on_form_widget_answered(self, event: FormWidget.Answered) -> None:
        """Take the page."""
        event.stop()
        await self.action_take_page()

    def action_page(self, steps: int) -> None:
        """Scroll what is asked."""
        self.forms.scroll_relative(y=steps * max(1, self.forms.size.height - 1), animate=False)
        self.forms.followed()

    async def action_take_page(self) -> None:
        """Take the page; what is still wanted, and what was not in view, is shown first."""
        if self.forms.recalls and self.forms.shown is not None and self.forms.shown.picks is not None:
            await self.forms.end_recall()
            self.advice.warn(UNSEEN)
            self.app.keys.forget()
            return
        if self._is_wanting():
            self.app.keys.forget()
            return
        address, given = self.address(DRAFT), self.forms.draft
        self.do(
            walk_actions.take(self.forms.answers()),
            is_last=True,
            then=lambda: self.app.drafts.confirmed(address, given),
        )

    def _is_wanting(self) -> bool:
        """Go to what the page still wants; gives whether it wants anything."""
        shown, forms = self.forms.shown, self.forms
        if shown is None:
            return True
        if shown.wants and shown.growing is not None:
            forms.field.focus()
            self.advice.warn(f"{forms.wanted}. Or go on with “enough: ” and your reason.")
        elif shown.asks_doubt and not forms.doubt.text.strip():
            forms.doubt.focus()
            self.advice.warn(WANTS_DOUBT)
        elif forms.picks is not None and not forms.saw_picks:
            forms.bring_picks()
            self.advice.warn(UNSEEN)
        else:
            return False
        return True

    @property
    def question(self) -> Question | None:
        """The question one is in."""
        return self.forms.question


def _named(rows: tuple[BeliefRow, ...]) -> tuple[BeliefRow, ...]:
    """Give the bars without what "something else" holds.

    Nobody is told a name of the catalogue before their own list stands; then the shares stand beside those names.
    """
    return tuple(row._replace(holds=()) for row in rows)


def _quietly(act: Act) -> Act:
    """Give an act that tells nobody: the line stands where one sees it."""

    def quiet(walk: Walk) -> str:
        act(walk)
        return ""

    return quiet
