"""The four logs of a session as lines of text with the day, the time and the log each belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.style import Style

from coach.session.worklog import TITLES, four_logs
from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import clipped, one_line, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events

    from coach.session.fold import Session

ALL = "Everything"
NAMES = (ALL, "Working on", "Thinking", "Under way", "Results")
SIGNS = (" ", "▸", "·", "»", "=")
"""The sign of each log's lines, so that one sees in the whole what belongs where."""
NOTHING = (
    "Nothing has been said yet.",
    "Here stands what you are working on.",
    "Here stands what you think aloud: notes, surprises, explanations, reasons against them.",
    "Here stand the runs and experiments under way, each with the question it answers.",
    "Here stand results, by kind of run.",
)
TIME_WIDTH = 6


class Entry(NamedTuple):
    """A line of a log: `log` is its place in `NAMES`."""

    at: datetime
    log: int
    text: str


def entries_of(session: Session) -> tuple[Entry, ...]:
    """Give the lines of all four logs, oldest first."""
    logs = four_logs(session)
    found = [
        Entry(line.at, place, f"{line.text} ({line.kind})" if line.kind else line.text)
        for place, lines in enumerate(logs, 1)
        for line in lines
    ]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.log)))


def page_lines(entries: Sequence[Entry], chosen: int, word: str, width: int) -> list[Content]:
    """Give the entries of a log that hold a word, a heading a day; the word stands out."""
    shown = [entry for entry in entries if chosen in (0, entry.log) and word.lower() in entry.text.lower()]
    if not shown:
        return wrapped(f"“{one_line(word)}” is nowhere here." if word else NOTHING[chosen], width, "$quiet")
    lines: list[Content] = []
    day = ""
    for entry in shown:
        local = entry.at.astimezone()
        if (today := f"{local:%A}, {local.day} {local:%B %Y}") != day:
            lines += [Content("")] * bool(day) + [clipped(today, width, "bold $quiet")]
            day = today
        said = [_found(line, word) for line in wrapped(entry.text, max(1, width - TIME_WIDTH - 2))]
        lead = Content.styled(local.strftime("%H:%M").ljust(TIME_WIDTH), "$quiet")
        sign = Content.styled(f"{SIGNS[entry.log]} ", "$accent")
        lines += hung(lead + sign, said)
    return lines


def _found(line: Content, word: str) -> Content:
    """Give a line with every occurrence of a word in reverse."""
    if not word:
        return line
    low, at = line.plain.lower(), -1
    while (at := low.find(word.lower(), at + 1)) >= 0:
        line = line.stylize("reverse", at, at + len(word))
    return line


class LogPage(Drawn):
    """The lines of the chosen log."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__(id="log-page")
        self._entries = entries
        self._chosen = 0
        self._word = ""

    def counts(self) -> tuple[int, ...]:
        """Give the number of lines of each log, the whole first."""
        of_log = [entry.log for entry in self._entries]
        return (len(of_log), *(of_log.count(place) for place in range(1, len(NAMES))))

    def choose(self, log: int) -> None:
        """Show another log."""
        self._chosen = log
        self.refresh(layout=True)

    def search(self, word: str) -> None:
        """Show only lines that hold a word."""
        self._word = " ".join(word.split())
        self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return page_lines(self._entries, self._chosen, self._word, width)


class LogTabs(Drawn):
    """The names of the logs with the number of their lines."""

    names = NAMES

    class Clicked(Message):
        """A log was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self.chosen = 0
        self._counts: tuple[int, ...] = (0,) * len(NAMES)
        self.tooltip = "\n".join(TITLES)

    def count(self, counts: tuple[int, ...]) -> None:
        """Show how many lines each log has."""
        self._counts = counts
        self.refresh()

    def choose(self, place: int) -> None:
        """Mark another log as shown."""
        self.chosen = place
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the names on one line; the chosen one alone in full where there is no room."""
        parts = [self._tab(place, is_full=True) for place in range(len(NAMES))]
        line = Content("   ").join(parts)
        if line.cell_length > width:
            line = Content("  ").join([self._tab(p, is_full=p == self.chosen) for p in range(len(NAMES))])
        return [line.truncate(width)]

    def _tab(self, place: int, *, is_full: bool) -> Content:
        name = f"{place} {NAMES[place]} {self._counts[place]}" if is_full else f"{place}"
        style = "bold $accent underline" if place == self.chosen else "$quiet"
        return Content.styled(name, style).stylize(Style.from_meta({"log": place}))

    def on_click(self, event: events.Click) -> None:
        """Say which log was clicked."""
        place = event.style.meta.get("log")
        if isinstance(place, int):
            self.post_message(self.Clicked(place))
