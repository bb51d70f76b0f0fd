from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.journal.summary import Summary
from coach.session.beliefs import BeliefRow
from coach.session.exhibit import Bar, Bars, Branch, Grid, Outline, Say, Trend
from coach.session.form import (
    Card,
    Chance,
    Choice,
    Field,
    Form,
    Lines,
    Marks,
    Option,
    ReadLogs,
    Several,
    Table,
    Text,
)
from coach.tui.app import CoachApp
from coach.tui.evidence import Onset
from coach.tui.plain_text import LONGEST_SHOWN, clipped, harmless, one_line, plain, shortened, wrapped
from coach.tui.screens.help import HelpText, help_lines
from coach.tui.widgets.asked import question_lines
from coach.tui.widgets.beliefs import belief_lines, belief_summary
from coach.tui.widgets.exhibit import exhibit_lines
from coach.tui.widgets.log_page import Entry, page_lines
from coach.tui.widgets.session_list import session_lines
from coach.tui.widgets.symptom_list import symptom_lines
from coach.tui.widgets.table import Entries, Place, detail_lines, row_line
from coach.tui.widgets.top_line import top_line
from tests.tui.fake_walk import FakeCoach, FakeWalk, app_for, press, question, settled, shown, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NASTY = (
    "loss [/train]",
    "[loss=0.3] [bold",
    "[@click=app.quit]x[/]",
    "[/]",
    "\\[x] {} %s $accent",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 bell\x07",
    "left\u202ethgir\u2066isolate\u200bzero",
    "日本語のタグ / größe 🙂",
    "a\tb\r\nc\u2028d\x00e\ud800f",
)
SOUP = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from((*"[]/@=\\ab \n\t", "\x1b", "\u202e", "日", "click", "bold")), max_size=40).map(
        "".join
    ),
    st.text(max_size=60),
)
WIDTHS = st.integers(min_value=12, max_value=120)
FEW = settings(max_examples=40, deadline=None)


def fits(lines: Sequence[Content], width: int) -> None:
    for line in lines:
        assert line.cell_length <= width, line.plain
        assert "\n" not in line.plain


@given(SOUP)
@example("".join(NASTY))
@FEW
def test_what_is_shown_obeys_nobody_and_reads_in_one_direction(text: str) -> None:
    said = harmless(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in said if c != "\n")
    assert not any(
        unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI"} for c in said
    )
    assert harmless(said) == said


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
@FEW
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert plain(text).plain == text


@given(SOUP, st.integers(min_value=0, max_value=80))
@FEW
def test_a_clipped_text_keeps_to_its_width(text: str, width: int) -> None:
    assert clipped(text, width).cell_length <= width
    fits(shortened(text, max(2, width), 2), max(2, width))
    assert len(shortened(text, max(2, width), 2)) <= 2


@given(SOUP, st.integers(min_value=2, max_value=80))
@FEW
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width)
    fits(lines, width)
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(one_line(text).split())


def test_a_megabyte_is_drawn_in_part_and_at_once() -> None:
    lines = wrapped("word " * 200_000, 80)
    assert sum(line.cell_length for line in lines) <= LONGEST_SHOWN + 1
    assert lines[-1].plain.endswith("…")


@given(SOUP, SOUP, WIDTHS, st.floats(min_value=0, max_value=1))
@FEW
def test_every_picture_takes_any_text_and_keeps_to_its_width(
    one: str, other: str, width: int, share: float
) -> None:
    rows = (
        BeliefRow("a", one, share, 1 - share, is_catch_all=False, is_favourite=True),
        BeliefRow("other", other, 0.3, 0.3, is_catch_all=True, is_favourite=False),
    )
    fits(belief_lines(rows, width), width)
    fits([belief_summary(rows, max(30, width))], max(30, width))
    for exhibit in (
        Say(one, "warn"),
        Bars(one, (Bar(other, share, 0.2, one), Bar(one, 0.0))),
        Grid(one, (one, other, "n"), ((other, one, "1"), ("", "x", "2"))),
        Outline(one, (Branch(other, (Branch(one), Branch(other, (Branch(one),)))),)),
        Trend(one, (one, other), (share, 0.1)),
        Trend(one, tuple(str(k) for k in range(12)), (share,) * 12),
    ):
        fits(exhibit_lines(exhibit, width), width)
    asked = question(Text(), text=one, why=other, example=one, waits=True)
    fits(question_lines(asked, width, most=2), width)
    fits([top_line("stuck", one, "thinking 3 min", max(20, width))], max(20, width))
    fits(help_lines([HelpText(one, other)], [], width), width)
    fits(page_lines([Entry(NOW, 1, one), Entry(NOW, 2, other)], 0, "", max(20, width)), max(20, width))
    onset = Onset(1, one, other, 1000, one, "alarm", one, "dismissed", other)
    fits(symptom_lines(onset, max(36, width), is_here=True, has_focus=True, is_shown=True), max(36, width))
    fits(session_lines(summary(one, other), NOW, max(30, width), is_here=True), max(30, width))
    form = Table((Option("a", one, other),), (Option("x", other), Option("y", one)), sums_to_one=True)
    entries = Entries(form)
    entries.put(Place(0, 0), one)
    fits([row_line(entries, 0, Place(0, 0), None, max(36, width))], max(36, width))
    fits(detail_lines(entries, Place(0, 0), one, width), width)


def summary(title: str, about: str) -> Summary:
    return Summary(
        session="261122-abcde",
        method="stuck",
        title=title,
        playbook="",
        guided=False,
        status="waiting",
        ending="",
        opened_at=NOW,
        last_at=NOW,
        events=3,
        answers=2,
        notes=0,
        people=("me",),
        question=about,
        waiting_for=about,
        due=2,
        look=about,
        runs=(title,),
        cause="",
        cause_text=title,
        cause_mode="",
        grade="",
    )


def forms_of(text: str) -> tuple[Form, ...]:
    options = (Option("a", text, text), Option("b", "b" + text))
    return (
        Text(),
        Lines(existing=(text, text)),
        Choice(options),
        Several(options),
        Marks(options, options, text, options),
        Table(options, (Option("x", text),)),
        Table(options, (Option("x", text), Option("y", text)), sums_to_one=True),
        Card((Field("a", text, Choice(options)), Field("b", text, Chance()), Field("c", text, Text()))),
        ReadLogs(text),
    )


@pytest.mark.parametrize("place", range(9))
async def test_every_form_shows_brackets_and_escapes_as_text(place: int) -> None:
    text = " ".join(NASTY)
    walk = FakeWalk(
        question(forms_of(text)[place], text=text, why=text, example=text),
        exhibits=(Say(text), Bars(text, (Bar(text, 0.5, note=text),))),
        title=text,
    )
    walk.rows = (BeliefRow("a", text, 0.2, 0.4, is_catch_all=False, is_favourite=True), *walk.rows)
    app = app_for(walk)
    async with app.run_test(size=(140, 45)) as pilot:
        await settled(pilot)
        for said in ("[/train]", "[@click=app.quit]x[/]", "日本語のタグ"):
            assert said in shown(app)
        assert app.return_code is None


async def test_what_was_written_with_brackets_is_kept_as_it_was() -> None:
    walk = FakeWalk(*(question(Text(), key=str(place)) for place in range(len(NASTY))))
    app = app_for(walk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        for text in NASTY:
            await write(pilot, text)
            await press(pilot, "f3")
            await write(pilot, text)
            await press(pilot, "enter", "enter")
    assert [one_line(str(said)) for said in walk.given] == [one_line(text) for text in NASTY]
    assert [one_line(said) for said, _ in walk.surprises] == [one_line(text) for text in NASTY]


async def test_home_lists_sessions_of_any_name() -> None:
    app = CoachApp(lambda: FakeCoach(FakeWalk(), [summary(text, text[::-1]) for text in NASTY]))
    async with app.run_test(size=(100, 60)) as pilot:
        await settled(pilot)
        assert "[@click=app.quit]x[/]" in shown(app)
        await press(pilot, "down", "down", "enter")
        assert "What now?" in shown(app)
