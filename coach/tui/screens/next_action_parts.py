"""What the page of the next action shows: the advice or what stands in its place, and one's own forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Vertical, VerticalScroll
from textual.message import Message

from coach.errors import CoachError
from coach.session.advised import LOOK_FOR
from coach.session.exhibit import Branch, Folded, Outline, Recipe, Say, laid_open
from coach.session.form import Choice, Table
from coach.tui.background_tasks import BackgroundTasks
from coach.tui.draft import Address
from coach.tui.pause import Pause
from coach.tui.screens.asides import Asides
from coach.tui.widgets.action_list import ActionList
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.forecast_form import ForecastForm
from coach.tui.widgets.guide_view import GuideView
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.outline import exhibit_view
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.session.exhibit import Exhibit
    from coach.session.step import Step
    from coach.tui.drawing import Drawn
    from coach.tui.interfaces import Walk
    from coach.tui.view import View

CODE, STEPS = "Code to type", "The other steps"
FIRST_STEPS = 2
"""Steps of a recipe that are shown before anything was decided."""
NO_FORECAST = "enter takes it; nothing is to be forecast here."
ALONE_NEXT = "enter takes it; then each of you says alone what to expect."


class Followed(Message):
    """What would be asked after an action was worked out."""

    def __init__(self, action: str, steps: tuple[Step, ...]) -> None:
        super().__init__()
        self.action = action
        self.steps = steps


class WorkedOut(Message):
    """What takes a moment is there."""

    def __init__(self, step: Step, exhibits: tuple[Exhibit, ...]) -> None:
        super().__init__()
        self.step = step
        self.exhibits = exhibits


class NextActionParts(Asides):
    """The parts of the page. What they say is the walk's business."""

    AUTO_FOCUS = ""
    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/next_action.tcss"]

    def __init__(self, walk: Walk, view: View, step: Step) -> None:
        super().__init__()
        self.walk = walk
        self.view = view
        self.tasks = BackgroundTasks(self, walk)
        self.step = step
        self.reading = VerticalScroll(classes="reading", can_focus=False)
        self.deciding = Vertical(classes="deciding")
        self.actions = ActionList()
        self.forecast: ForecastForm | None = None
        self.advice = Advice()
        self._shown = ""
        self._is_forecast_alone = False
        self.pause = Pause(self)
        self._later: tuple[Exhibit, ...] = ()
        self._code = ""
        self._means: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Give what is read, and below it what is decided."""
        yield TopLine(METHODS.get(self.view.name, self.view.name), self.view.title)
        yield self.reading
        with self.deciding:
            yield self.actions
            yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    async def _begin(self) -> None:
        question = self.step.question
        line = self.query_one(TopLine)
        line.show(METHODS.get(self.view.name, self.view.name), self.view.title)
        if self.view.pace == "full":
            line.time(self.view.minutes)
        form = question.form
        options = form.all_options if isinstance(form, Choice) else ()
        draft = self.app.drafts.wanted(self._address, self.view.suggestion, is_back=True)
        self._later = ()
        self.actions.show(options, str(draft or question.suggested))
        await self._show_action()
        if self.step.later is not None:
            self._work_out(self.step, self.step.later)

    @property
    def _address(self) -> Address:
        return Address(self.view.session_id, self.step.question.key)

    def _forecast_address(self, action: str) -> Address:
        return Address(self.view.session_id, f"{self.step.question.key}: {action}")

    @property
    def _action(self) -> str:
        return self.actions.chosen.id if self.actions.chosen else ""

    async def _show_action(self) -> None:
        """Show what belongs to the action that is chosen, and ask for its forecast."""
        self._shown = ""
        if self._action == self.step.question.suggested:
            await self._read((*self.step.exhibits, *self._later))
        self._follow(self._action)

    async def _read(self, exhibits: tuple[Exhibit, ...]) -> None:
        self._code = next((each.code for each in laid_open(exhibits) if isinstance(each, Recipe)), "")
        self._means = {name: says for each in exhibits for name, says in meanings(each).items()}
        shown = (each for each in exhibits if not meanings(each))
        said: list[Drawn] = [exhibit_view(part) for each in shown for part in code_folded(each)]
        guide = self.view.suggestion
        if guide is not None and guide.says and guide.data == self._action:
            said.insert(1, GuideView(guide.says))
        with self.app.batch_update():
            await self.reading.remove_children()
            await self.reading.mount(*said)
            self.reading.scroll_home(animate=False)
        self.call_after_refresh(self.refresh_bindings)

    @work(thread=True, exclusive=True, group="follow", exit_on_error=False)
    def _follow(self, action: str) -> None:
        try:
            sheet = self.walk.supposing({self.step.question.key: action}).sheet
        except CoachError:
            sheet = None
        self.post_message(Followed(action, sheet.steps if sheet else ()))

    async def on_followed(self, event: Followed) -> None:
        """Show the recipe of another action, and take its forecast."""
        event.stop()
        if event.action != self._action:
            return
        step = next((each for each in event.steps if _is_forecast(each)), None)
        self._is_forecast_alone = any(each.question.asked_of for each in event.steps)
        had_focus = self.forecast is not None and self.forecast.has_focus
        if self.forecast is not None:
            await self.forecast.remove()
            self.forecast = None
        if step is not None and isinstance(step.question.form, Table):
            await self._ask(step, step.question.form)
        if event.action != self.step.question.suggested:
            await self._read((*self._instead(), *(step.exhibits if step else ())))
        await self._tell_meanings()
        is_first = not self._shown and self.focused is None
        self._shown = event.action
        if (had_focus or is_first) and not self.actions.has_focus:
            (self.forecast or self.actions).focus()
        self.advice.keys(self._hint())
        self.refresh_bindings()

    async def _tell_meanings(self) -> None:
        """Say what each outcome would speak for: beneath it, or where nothing is forecast among what is read."""
        if self.forecast is not None:
            self.forecast.means = self._means
            self.forecast.refresh(layout=True)
        elif self._means:
            said = tuple(Branch(f"{name}: {says}") for name, says in self._means.items())
            await self.reading.mount(exhibit_view(Outline(LOOK_FOR, said)))

    async def _ask(self, step: Step, form: Table) -> None:
        self.forecast = ForecastForm(step.question, form)
        await self.deciding.mount(self.forecast, after=self.actions)
        suggestion = self.walk.suggestion(step.question.key)
        is_guided = self.view.suggestion is None or self.view.suggestion.data == self._action
        known = self.app.drafts.wanted(
            self._forecast_address(self._action), suggestion if is_guided else None, is_back=True
        )
        if known is not None:
            self.forecast.restore(known)

    def _instead(self) -> tuple[Exhibit, ...]:
        """Give what is said of an action that is not the advised one."""
        chosen = self.actions.chosen
        advised = next(
            (each.text for each in self.actions.options if each.id == self.step.question.suggested), ""
        )
        if chosen is None:
            return ()
        says = f" ({chosen.says})" if chosen.says else ""
        return (Say(f"{chosen.text}{says}"), Say(f"Advised instead: {advised}", "quiet"))

    def _hint(self) -> str:
        if self.forecast is None:
            nothing = ALONE_NEXT if self._is_forecast_alone else NO_FORECAST
            return nothing if self._shown else ""
        return (
            self.forecast.hint() if self.forecast.has_focus else "enter seals this and goes · ↓ your forecast"
        )

    @work(thread=True, exclusive=True, group="later", exit_on_error=False)
    def _work_out(self, step: Step, later: Callable[[], tuple[Exhibit, ...]]) -> None:
        self.post_message(WorkedOut(step, later()))

    async def on_worked_out(self, event: WorkedOut) -> None:
        """Add what took a moment, if its question is still asked."""
        event.stop()
        if event.step is self.step:
            self._later = event.exhibits
            if self._action == self.step.question.suggested:
                await self.reading.mount(*(exhibit_view(each) for each in event.exhibits))

    async def on_action_list_chosen(self, event: ActionList.Chosen) -> None:
        """Show the action one came to, once one stays there."""
        event.stop()
        self.app.drafts.keep(self._address, self._action)
        self._shown = ""
        self.pause.then(self._show_action)


def meanings(exhibit: Exhibit) -> dict[str, str]:
    """Give what each outcome of a look speaks for, by its name; nothing for what says something else."""
    if not isinstance(exhibit, Outline) or exhibit.title != LOOK_FOR:
        return {}
    return {
        name: f"speaks {says}"
        for name, _, says in (each.text.partition(": speaks ") for each in exhibit.roots)
    }


def code_folded(exhibit: Exhibit) -> tuple[Exhibit, ...]:
    """Give a recipe, its later steps and its code folded: one decides by what is done, and reads on when doing it."""
    if not isinstance(exhibit, Recipe) or not (exhibit.steps or exhibit.how):
        return (exhibit,)
    first, later = exhibit.steps[:FIRST_STEPS], exhibit.steps[FIRST_STEPS:]
    if not exhibit.code and len(later) <= 1:
        return (exhibit,)
    title = STEPS if later and not exhibit.code else f"{STEPS}, and code to type" if later else CODE
    told = "\n".join(f"{number} {step}" for number, step in enumerate(later, FIRST_STEPS + 1))
    rest = (*((Say(told),) if later else ()), *((Recipe("", "", (), exhibit.code),) if exhibit.code else ()))
    return (replace(exhibit, steps=first, code=""), Folded(title, rest))


def _is_forecast(step: Step) -> bool:
    form, is_for_all = step.question.form, not step.question.asked_of
    return is_for_all and isinstance(form, Table) and form.sums_to_one and len(form.rows) == 1
