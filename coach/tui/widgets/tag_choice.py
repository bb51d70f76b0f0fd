"""The quantities of earlier runs to choose one from: as many as fit what one types, with what they came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from coach.session.premortem.known_tags import completions, meant_tags
from coach.tui.plain_text import clipped
from coach.tui.widgets.rows import CURSOR, Rows, RowsView
from coach.tui.widgets.tag_list import tail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.runs.checking.on_earlier_runs import Seen
    from coach.session.event.premortem import EarlierTag

_NAME_SHARE = 0.4
_LONGEST_NAME = 44
NONE = "no earlier logs are known here; write the name under which it is logged"
NOT_LOGGED = "nothing logged here is called so"


class TagChoice(RowsView, can_focus=False):
    """One quantity a row; keys stay in the field above it."""

    DEFAULT_CSS: ClassVar[str] = "TagChoice { height: auto; max-height: 6; }"

    def __init__(self, tags: Sequence[EarlierTag]) -> None:
        super().__init__()
        self._tags = tuple(tags)
        self._seen: Mapping[str, Seen] = {}
        self._names = tuple(each.tag for each in tags)

    @property
    def chosen(self) -> str:
        """The tag one stands on; empty where none is listed."""
        return self._names[self.cursor] if self._names else ""

    def show(self, seen: Sequence[Seen]) -> None:
        """Say what the runs came to."""
        self._seen = {each.tag: each for each in seen}
        self.refresh(layout=True)

    def filter(self, typed: str) -> None:
        """List what may be meant: what is spelt so first, then what holds it, then what stands for it."""
        said = typed.strip()
        found = (*completions(self._tags, said), *meant_tags(self._tags, said)) if said else ()
        exact = [each for each in found if each == said]
        self._names = (
            tuple(dict.fromkeys((*exact, *found))) if said else tuple(each.tag for each in self._tags)
        )
        self.cursor = 0
        self.refresh(layout=True)

    def rows(self, width: int) -> Rows:
        """Give one line a quantity."""
        if not self._names:
            return Rows([clipped(f"  {NOT_LOGGED if self._tags else NONE}", width, "$quiet")], [], [])
        room = min(_LONGEST_NAME, max(map(len, self._names)), int(width * _NAME_SHARE))
        return Rows([], [[self._line(place, room, width)] for place in range(len(self._names))], [])

    def _line(self, place: int, room: int, width: int) -> Content:
        tag, is_here = self._names[place], place == self.cursor
        style = "bold $accent" if is_here else ""
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        name = Content.styled(tail(tag, room).ljust(room), style)
        said = clipped(self._said(tag), max(1, width - room - 4), "$quiet")
        return Content("").join([lead, name, Content("  "), said])

    def _said(self, tag: str) -> str:
        """Give where runs ended with it, and between what it lay."""
        seen = self._seen.get(tag)
        if seen is not None:
            last = _span(min(seen.last), max(seen.last))
            return f"ended at {last} · from {seen.low:.4g} to {seen.high:.4g} · {_runs(seen.runs)}"
        known = next(each for each in self._tags if each.tag == tag)
        if known.low is None or known.high is None:
            return _runs(known.runs)
        return f"ended at {_span(known.low, known.high)} · {_runs(known.runs)}"


def _span(low: float, high: float) -> str:
    return f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"
