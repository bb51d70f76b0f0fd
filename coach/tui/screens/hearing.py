"""A screen over a walk that hears what another terminal adds, and shows it without moving what the person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnsweredSinceError
from coach.tui import walk_actions
from coach.tui.kept_place import KeptPlace
from coach.tui.plain_text import harmless, one_line
from coach.tui.screens.fitted import FittedScreen
from coach.tui.view import turn_of
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.errors import CoachError
    from coach.tui.app import CoachApp
    from coach.tui.background_tasks import Act
    from coach.tui.interfaces import Walk
    from coach.tui.live import Heard, News

NEWS_S = 6.0
"""Seconds for which it is said what somebody else did."""
STAYS_S = 60.0
"""Seconds for which it is said that one writes an answer to what somebody else has answered."""


class Hearing(FittedScreen):
    """Shows what was heard as soon as nothing else is being done with the walk."""

    app: CoachApp
    walk: Walk
    _stayed_for: frozenset[str] = frozenset()
    """Questions that somebody answered while one is still writing an answer here."""

    @property
    def is_occupied(self) -> bool:
        """True while something is being done with the walk."""
        raise NotImplementedError

    async def show_news(self, news: News) -> None:
        """Show the walk, which has taken up what was added."""
        raise NotImplementedError

    async def on_heard(self, event: Heard) -> None:
        """Take up what somebody added, unless it answers what is being written here."""
        event.stop()
        news = event.news
        if self.is_occupied or self.app.screen is not self:
            self.app.live.keep(news)
        elif self.app.drafts.touches(self.walk.session_id, news.closed):
            self._stay(news)
        elif self.walk.adopt(news.now):
            self._stayed_for = frozenset()
            self.app.drafts.turned(self.walk.session_id, turn_of(self.walk))
            if news.closed:
                self.app.keys.be_deaf()
            if news.by and news.says:
                self.app.clear_notifications()
                self.app.notify(harmless(news.says), title=one_line(news.by), timeout=NEWS_S, markup=False)
            kept = KeptPlace.on(self)
            await self.show_news(news)
            for line in self.query(TopLine):
                line.about(news.view.title)
            self.app.call_after_refresh(kept.restore, self.app)

    def _stay(self, news: News) -> None:
        """Leave everything as it is: what is written here answers what somebody else has answered."""
        self.app.live.keep(news)
        if news.closed != self._stayed_for:
            self._stayed_for = news.closed
            says = f"{harmless(news.says)}\nYour answer stays: send it to see both, or clear it to go on with theirs."
            self.app.notify(
                says, title=f"{one_line(news.by)} answered", severity="warning", timeout=STAYS_S, markup=False
            )

    def asks_which(self, error: CoachError | None, run: Callable[[Act], None]) -> bool:
        """Show both answers where somebody else had answered, and let the person decide; gives whether that is so.

        Args:
            error: why something was refused.
            run: does something with the walk.
        """
        if not isinstance(error, AnsweredSinceError):
            return False
        from coach.tui.screens.both_answers import BothAnswersScreen  # noqa: PLC0415 - only what is shown is loaded

        def decided(is_mine: bool | None) -> None:  # noqa: FBT001 - what a dismissed screen gives
            run(walk_actions.insist if is_mine else walk_actions.take_theirs)

        self.app.keys.forget()
        self.app.clear_notifications()
        self.app.push_screen(BothAnswersScreen(error), decided)
        return True
