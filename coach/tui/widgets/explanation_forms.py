"""What the page of explanations asks: the list, the bet and why it may be wrong, and what was not mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label

from coach.reasoning.scale import format_probability
from coach.session.form import Lines, Several
from coach.tui.explanations import DOUBT, FAVOURITE, Explanations, Said
from coach.tui.widgets.form_stack import FormStack
from coach.tui.widgets.lines_form import Beside
from coach.tui.widgets.own_lines import Bet, OwnLines
from coach.tui.widgets.prose import Prose
from coach.tui.widgets.tick_lines import TickLines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from coach.session.step import Question, Step

FIRST_LINE, NEXT_LINE = "The first that comes to mind", "Another"
IF_WRONG = "If that is wrong, why?"
NOT_MENTIONED = "You did not mention"
LEAST_SEEN = 4
"""Rows of what was not mentioned that have to have been in view before it is taken."""


class ExplanationForms(FormStack):
    """The forms from top to bottom; each is there once it is asked.

    Attributes:
        shown: what is asked; None before it is known.
        picks: the list of what was not mentioned; None while it is not asked.
        saw_picks: whether it was in view.
        recall_is_over: one has said that nothing more comes to mind; asked where a list wants no number of lines.
    """

    def __init__(self, text: str) -> None:
        super().__init__(id="asked")
        self._text = text
        self.shown: Explanations | None = None
        self.own = OwnLines()
        self.field = Prose(placeholder=FIRST_LINE)
        self.recognised = Beside(self._recognise)
        self.bet = Bet(self._write_doubt)
        self.doubt = Prose(placeholder="One sentence")
        self.picks: TickLines | None = None
        self.saw_picks = False
        self.recall_is_over = False
        self._ticked: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Give the forms."""
        yield Label(self._text, markup=False, id="question")
        yield self.own
        yield self.field
        yield self.recognised
        yield self.bet
        with Horizontal(id="doubt"):
            yield Label(IF_WRONG, markup=False)
            yield self.doubt
        yield Label(NOT_MENTIONED, markup=False, id="rule")

    def on_mount(self) -> None:
        """Ask for nothing but the list, until more is known."""
        self._display(has_list=True, has_bet=False, has_doubt=False, has_picks=False)

    def _display(self, *, has_list: bool, has_bet: bool, has_doubt: bool, has_picks: bool) -> None:
        self.field.display = self.recognised.display = has_list
        self.bet.display = has_bet
        self.query_one("#doubt").display = has_doubt
        self.query_one("#rule").display = has_picks

    def _write_doubt(self, letter: str) -> bool:
        """Take a letter written at the bet as the beginning of the reason against it, where that is asked."""
        if self.shown is None or not self.shown.asks_doubt:
            return False
        self.screen.set_focus(self.doubt)  # at once: the next letter is on its way
        self.doubt.insert(letter)
        return True

    def _recognise(self, line: str) -> str:
        growing = self.shown.growing if self.shown else None
        return growing.beside(line) if growing and growing.beside else ""

    @property
    def said(self) -> Said:
        """What stands here and changes what is asked, or believed."""
        return Said(dict(self.own.said), self.ticked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """Ids of the causes that are ticked."""
        if self.picks is None:
            return self._ticked
        return tuple(option.id for option in self.picks.form.all_options if option.id in self.picks.taken)

    @property
    def draft(self) -> dict[str, object]:
        """All that stands here, as `restore` takes it."""
        return {
            "matches": dict(self.own.said),
            "picks": list(self.ticked),
            "bet": self.bet.chosen,
            "doubt": self.doubt.text,
            "line": self.field.text,
        }

    def restore(self, draft: Mapping[str, object]) -> None:
        """Begin with what stood here."""
        matches, picks = draft.get("matches"), draft.get("picks")
        self.own.said = (
            {str(key): str(each) for key, each in matches.items()} if isinstance(matches, dict) else {}
        )
        self._ticked = tuple(map(str, picks)) if isinstance(picks, list) else ()
        self.bet.chosen = str(draft.get("bet", ""))
        self.doubt.write(str(draft.get("doubt", "")))
        self.field.write(str(draft.get("line", "")))

    async def show(self, shown: Explanations) -> None:
        """Ask this; the fields keep what is written in them."""
        is_first, self.shown = self.shown is None, shown
        self.own.show(shown.lines)
        self.field.placeholder = NEXT_LINE if shown.lines else FIRST_LINE
        self.query_one("#question", Label).update(Content(self._asked))
        self.bet.show(shown.lines)
        self._display(
            has_list=shown.growing is not None,
            has_bet=shown.bet is not None,
            has_doubt=shown.asks_doubt,
            has_picks=shown.picks is not None and not self.recalls,
        )
        await self._show_picks(None if self.recalls else shown.picks)
        if self.picks is not None:
            held = next((row.holds for row in shown.beliefs if row.is_catch_all), ())
            self.picks.tell({name: format_probability(share) for name, share in held})
        if is_first and shown.growing is None:
            next(iter(self.stops()), self).focus()
        self.followed()

    @property
    def _asked(self) -> str:
        """The question; once enough lines stand, without what is to help one begin."""
        has_begun = self.shown is not None and self.shown.asks_doubt
        return f"{self._text.partition('? ')[0].rstrip('?')}?" if has_begun else self._text

    @property
    def recalls(self) -> bool:
        """True while the catalogue waits for what comes to mind, in a list that wants no number of lines."""
        form = self.shown.growing.question.form if self.shown and self.shown.growing else None
        return isinstance(form, Lines) and not form.at_least and not self.recall_is_over

    async def end_recall(self) -> None:
        """Show what was not mentioned, and go there."""
        self.recall_is_over = True
        if self.shown is not None:
            await self.show(self.shown)
        self.bring_picks()

    def bring_picks(self) -> None:
        """Go to what was not mentioned; enter takes the page after that, however few rows had room."""
        if self.picks is not None:
            self.picks.focus()
            self.scroll_to_widget(self.picks, animate=False, top=True)
            self.saw_picks = True

    async def _show_picks(self, step: Step | None) -> None:
        before = self.picks
        if before is not None and step is not None and before.question == step.question:
            return
        had_focus, cursor = before is not None and before.has_focus, before.cursor if before else 0
        self._ticked, self.picks = self.ticked, None
        if before is not None:
            await before.remove()
        if step is None or not isinstance(step.question.form, Several):
            return
        self.picks = TickLines(step.question, step.question.form)
        self.picks.restore(self._ticked)
        self.picks.cursor = min(cursor, len(self.picks.options) - 1)
        await self.mount(self.picks)
        if had_focus:
            self.picks.focus()

    def answers(self) -> dict[str, object]:
        """Give what stands here, by the keys of the open questions."""
        shown = self.shown
        if shown is None:
            return {}
        found: dict[str, object] = dict(self.own.answers())
        if shown.growing is not None:
            found[shown.growing.question.key] = []
        if shown.bet is not None:
            found[FAVOURITE] = self.bet.chosen
        if shown.asks_doubt:
            found[DOUBT] = self.doubt.text.strip()
        if self.picks is not None:
            found[self.picks.question.key] = list(self.ticked)
        return found

    def followed(self) -> None:
        """Note what came into view."""
        self.call_after_refresh(self._note)

    def _note(self) -> None:
        if self.picks is not None:
            region, view = self.picks.region, self.content_region
            rows = min(region.bottom, view.bottom) - max(region.y, view.y)
            self.saw_picks |= bool(region.height) and rows >= min(region.height, LEAST_SEEN)

    @property
    def question(self) -> Question | None:
        """The question one is in."""
        shown = self.shown
        if shown is None:
            return None
        if self.picks is not None and self.picks.has_focus:
            return self.picks.question
        is_bet = self.bet.has_focus or self.doubt.has_focus
        step = shown.bet if is_bet else shown.growing
        return step.question if step else None

    @property
    def key(self) -> str:
        """The key of the question one is in; empty where it is none."""
        if self.doubt.has_focus:
            return DOUBT
        return self.question.key if self.question else ""

    @property
    def wanted(self) -> str:
        """Say how many lines of one's own come before the rest; empty where enough stand."""
        form = self.shown.growing.question.form if self.shown and self.shown.growing else None
        if self.shown is None or not self.shown.wants or not isinstance(form, Lines):
            return ""
        missing = form.at_least - len(form.existing)
        return f"{missing} more of your own first" if missing > 0 else self.shown.wants

    def hint(self) -> str:
        """Say which keys the field takes that one is in."""
        if self.field.has_focus and self.shown is not None and self.shown.wants:
            return f"enter adds a line · {self.wanted}, or “enough: ” and why"
        if self.picks is not None and self.picks.has_focus:
            many = len(self.picks.taken) or "none"
            return f"space ticks · / searches the whole catalogue · enter takes the page with {many} of these"
        keys = {
            self.field: "enter adds a line; with nothing written it takes the page",
            self.own: "y it is that · n it is a cause of its own · enter takes the page",
            self.bet: "← → another bet · enter takes the page",
        }
        return next((text for widget, text in keys.items() if widget.has_focus), "enter takes the page")
