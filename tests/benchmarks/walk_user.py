"""Somebody who walks by keys: writes where only a person can know, and takes what is filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.session.event.common import Sealed
from coach.session.form import Choice, GoOn, Lines, ReadLogs, Several
from coach.tui.screens.case import CaseScreen
from coach.tui.screens.evidence_page import EvidencePage
from coach.tui.screens.explanations_page import ExplanationsPage
from coach.tui.screens.next_action import NextActionScreen
from coach.tui.screens.premortem import PremortemScreen
from coach.tui.screens.walk import WalkScreen
from tests.tui.fake_walk import press, settled, shown, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.session.premortem.pages import Cell
    from coach.session.step import Question
    from coach.tui.app import CoachApp

SAID: dict[str, str | tuple[str, ...]] = {
    "frame.working-on": "my model",
    "frame.run-length": "10h",
    "frame.run-price": "5",
    "expectation.expected": "the score goes on rising",
    "expectation.observed": "it stands still from early on, on every seed",
    "expectation.class": "1",
    "frame.tried": "nothing yet",
    "hypotheses.own": ("learning rate too high", "the inputs are scaled wrongly", "bad seed"),
    "hypotheses.doubt": "the targets are wrong",
    "launch.question": "Does a smaller learning rate reach a higher score?",
    "predictions.success": ("the loss stays under 100: 60%", "it beats the run before: 50%"),
    "causes.own-1": ("learning rate too high", "a stale configuration", "the disk fills up"),
}
"""What this person writes where nothing is filled in, by the key of the question; several are lines of a list, with how
likely each is behind a colon where that is asked for."""
ANY = {"Hours": "30 min", "Number": "5", "Chance": "50", "Text": "nothing in particular"}
"""What they write into a field of another question, by its form."""
MOST_PRESSES = 400
MOST_ON_A_PAGE = 25


@dataclass
class PageCost:
    """What one page cost.

    Attributes:
        words: of the lines that were on it, each line once.
    """

    name: str
    keys: int = 0
    characters: int = 0
    words: int = 0


@dataclass
class Cost:
    """What a walk cost.

    Attributes:
        ends_at: where it got stuck; empty where it reached what is sealed.
    """

    each: list[PageCost] = field(default_factory=list)
    ends_at: str = ""

    @property
    def pages(self) -> int:
        """How many pages were shown."""
        return len(self.each)

    @property
    def keys(self) -> int:
        """Key presses beyond free text."""
        return sum(page.keys for page in self.each)

    @property
    def characters(self) -> int:
        """Characters of free text."""
        return sum(page.characters for page in self.each)

    @property
    def words(self) -> int:
        """Words that were shown."""
        return sum(page.words for page in self.each)


class WalkUser:
    """Presses keys until something is sealed, and keeps count."""

    def __init__(self, pilot: Pilot[None], app: CoachApp, walk: Walk, *, is_guided: bool) -> None:
        self._pilot, self._app, self._walk, self._is_guided = pilot, app, walk, is_guided
        self._lines: set[str] = set()
        self._listed: set[str] = set()
        self._is_forecast = False
        self.cost = Cost()

    async def walk_to_the_seal(self) -> None:
        """Walk until the session is sealed, or nothing moves any more."""
        await settled(self._pilot)
        here, presses_here = "", 0
        for _ in range(MOST_PRESSES):
            if self._walk.session.last(Sealed) is not None or self._walk.position.step is None:
                return
            name = self._page_name()
            if name != here:
                here, presses_here = name, 0
                self.cost.each.append(PageCost(name))
                self._lines = set()
            self._read()
            presses_here += 1
            if presses_here > MOST_ON_A_PAGE:
                break
            await self._act()
            self._read() if self._page_name() == here else None
        self.cost.ends_at = here

    def _page_name(self) -> str:
        screen = self._app.screen
        if isinstance(screen, PremortemScreen):
            return f"page {screen.page.number}"
        if isinstance(screen, WalkScreen) and screen.view.position.step is not None:
            return screen.view.position.step.question.key
        return type(screen).__name__

    def _read(self) -> None:
        """Count the words of the lines that are new on this page."""
        lines = {line.strip() for line in shown(self._app).splitlines()} - self._lines
        self._lines |= lines
        self.cost.each[-1].words += sum(
            any(c.isalnum() for c in word) for line in lines for word in line.split()
        )

    async def _press(self, *keys: str) -> None:
        self.cost.each[-1].keys += len(keys)
        await press(self._pilot, *keys)

    async def _write(self, text: str) -> None:
        self.cost.each[-1].characters += len(text)
        await write(self._pilot, text)

    async def _act(self) -> None:
        screen = self._app.screen
        match screen:
            case _ if self._is_guided:
                await self._press("enter")
            case CaseScreen():
                await self._fill(screen)
            case EvidencePage():
                await self._press("f8")
            case PremortemScreen():
                await self._fill_cells(screen)
            case ExplanationsPage():
                await self._explain()
            case NextActionScreen() if not self._is_forecast:
                self._is_forecast = True
                outcomes = len(screen.forecast.cells) if screen.forecast else 0
                more = ("down", "1", "0") * (outcomes - 2)
                await self._press("7", "0", *more, "enter")
            case WalkScreen() if screen.view.position.step is not None:
                await self._answer(screen, screen.view.position.step.question)
            case _:
                await self._press("enter")

    async def _fill(self, screen: CaseScreen) -> None:
        """Write into what is empty and needed, then take the page."""
        for row in screen.form.rows:
            question = row.asked.question
            if row.field.text or question.optional:
                continue
            while not row.field.has_focus:
                await self._press("tab")
            if isinstance(question.form, Choice | Several):
                await self._press("right")
            else:
                await self._write(_said(question))
        await self._press("enter")

    async def _explain(self) -> None:
        """Write one's own, then take what is offered, with a reason why the bet may be wrong."""
        if "hypotheses.own" not in self._listed:
            self._listed.add("hypotheses.own")
            for line in SAID["hypotheses.own"]:
                await self._write(line)
                await self._press("enter")
        elif "hypotheses.doubt" not in self._listed and "may be wrong" in shown(self._app):
            self._listed.add("hypotheses.doubt")
            await self._write(str(SAID["hypotheses.doubt"]))
        await self._press("enter")

    async def _fill_cells(self, screen: PremortemScreen) -> None:
        """Write into cells that are empty and needed, and into lines of the lists this person has something for."""
        for cell in screen.page.cells:
            said = self._said_in(screen, cell)
            if not said or screen.form.texts[cell.where]:
                continue
            for _ in screen.page.cells:
                if screen.form.here is not None and screen.form.here[1].where == cell.where:
                    break
                await self._press("tab")
            if cell.kind == "text":
                await self._write(said)
            else:
                await self._press("right")
        await self._press("enter")

    @staticmethod
    def _said_in(screen: PremortemScreen, cell: Cell) -> str:
        said = SAID.get(cell.where.key)
        if isinstance(said, tuple):
            column, _, place = cell.where.name.rpartition("-")
            if not place.isdigit() or int(place) >= len(said):
                return ""
            text, _, chance = said[int(place)].partition(": ")
            return chance if column else text
        if cell.optional or cell.kind == "tick":
            return ""
        if cell.where.name == "chance":
            return "10%"
        return said or _said(screen.page.question(cell.where))

    async def _answer(self, screen: WalkScreen, question: Question) -> None:
        said = SAID.get(question.key)
        form = screen.form
        if isinstance(question.form, GoOn | ReadLogs) or form is None:
            await self._press("enter")
        elif isinstance(question.form, Lines):
            for each in said if isinstance(said, tuple) and question.key not in self._listed else ():
                await self._write(each)
                await self._press("enter")
            self._listed.add(question.key)
            await self._press("enter")
        else:
            if not form.draft and not question.suggested and not question.optional:
                await self._write(_said(question))
            await self._press("enter")


def _said(question: Question) -> str:
    said = SAID.get(question.key)
    return said if isinstance(said, str) else ANY.get(type(question.form).__name__, "1")
