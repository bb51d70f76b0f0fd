from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.reasoning.scale import WORDS
from coach.session.beliefs import BeliefRow
from coach.session.exhibit import Bar, Bars, Branch, Grid, Outline, Say, Trend
from coach.session.form import Hours, Number, Option, Table
from coach.session.run_names import short_names
from coach.session.step import StageView
from coach.session.triage.first_looks import Look
from coach.tui.widgets.amount_form import duration, meaning
from coach.tui.widgets.bar import bar
from coach.tui.widgets.beliefs import belief_lines, belief_summary
from coach.tui.widgets.chance import (
    column_of,
    odds,
    read,
    scale_line,
    spoken,
    spoken_within,
    stepped,
    stop_columns,
    word_lines,
)
from coach.tui.widgets.curve import NOT_FINITE, Mark, number, plot_lines, steps
from coach.tui.widgets.exhibit import exhibit_lines
from coach.tui.widgets.first_looks import look_lines
from coach.tui.widgets.plane import Curve, ranges
from coach.tui.widgets.plane import Frame as Plane
from coach.tui.widgets.rail import rail_column, rail_row, rail_text
from coach.tui.widgets.rows import visible
from coach.tui.widgets.table import Entries, Place, row_line
from tests.session.rehearsal import failure_mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

RAIL = (
    StageView("a", "Frame", "done", ""),
    StageView("b", "Evidence", "here", "2 more"),
    StageView("c", "Close", "ahead", ""),
)
PRIOR = Table((Option("r", "the story"),), (Option("p", "how likely"),), no_idea=True)


def text(lines: Sequence[Content]) -> str:
    return "\n".join(line.plain for line in lines)


@given(
    st.floats(min_value=-1, max_value=2),
    st.integers(min_value=1, max_value=80),
    st.floats(min_value=0, max_value=1),
)
@settings(max_examples=60, deadline=None)
def test_a_bar_fills_its_width_and_shows_its_tick(value: float, width: int, tick: float) -> None:
    assert bar(value, width).cell_length == width
    assert bar(value, width, tick=tick).plain.count("┃") == 1
    filled = bar(value, width).plain.count("━") + bar(value, width).plain.count("╸") / 2
    assert abs(filled - width * min(1, max(0, value))) <= 0.5


def test_beliefs_say_where_they_started_once_one_has_moved() -> None:
    still = (BeliefRow("a", "the reward", 0.2, 0.2, is_catch_all=False, is_favourite=False),)
    moved = (BeliefRow("a", "the reward", 0.2, 0.6, is_catch_all=False, is_favourite=True),)
    assert "┃" not in text(belief_lines(still, 28))
    said = text(belief_lines(moved, 28))
    assert "┃ before the evidence" in said
    assert "◆ the reward" in said
    assert "60 %" in said
    assert len(belief_lines(moved, 60)) == len(belief_lines(moved, 28)) - 1


def test_the_catch_all_is_in_the_summary_however_many_beliefs_there_are() -> None:
    named = [
        BeliefRow(str(k), f"story {k}", 0.1, 0.1, is_catch_all=False, is_favourite=False) for k in range(6)
    ]
    other = BeliefRow("other", "something else", 0.4, 0.4, is_catch_all=True, is_favourite=False)
    said = belief_summary([*named, other], 60).plain
    assert "40 %" in said
    assert "story 5" not in said


def test_a_short_picture_of_many_beliefs_keeps_the_catch_all_with_what_it_holds() -> None:
    named = [
        BeliefRow(str(k), f"story {k}", 0.1, 0.1, is_catch_all=False, is_favourite=False) for k in range(6)
    ]
    held = (("Memory leak", 0.2),)
    other = BeliefRow("other", "something else", 0.4, 0.4, is_catch_all=True, is_favourite=False, holds=held)
    said = text(belief_lines([*named, other], 28, most=4))
    assert "story 3" in said
    assert "story 4" not in said
    assert "and 2 more, 20 % together" in said
    assert "of that Memory leak" in said
    assert "story 4" in text(belief_lines([*named[:5], other], 28, most=4))


def test_the_rail_says_in_signs_and_words_where_one_is() -> None:
    assert text(rail_column(RAIL, 24)) == "✓ Frame\n● Evidence\n  wants 2 more\n○ Close"
    assert rail_row(RAIL, 80).plain == "✓ Frame  ● Evidence  ○ Close   wants 2 more"
    assert rail_row(RAIL, 32).plain == "✓ ● Evidence ○   wants 2 more"
    assert rail_text(RAIL, 60).plain == "Part 2 of 3: Evidence, wants 2 more"


def test_a_word_stands_on_its_stop_and_a_number_between_two() -> None:
    stops = stop_columns(61)
    for word, stop in zip(WORDS, stops, strict=True):
        assert column_of(word.probability, stops) == stop
    assert stops[1] < column_of(0.2, stops) < stops[2]
    assert scale_line(0.5, 61).plain[30] == "●"
    assert scale_line(0.2, 61).plain.count("◆") == 1
    assert scale_line(None, 61).plain.count("○") == 7


def test_every_stop_has_its_word_where_there_is_room() -> None:
    wide = text(word_lines(0.5, 90))
    assert all(part in wide for word in WORDS for part in word.name.split())
    assert "almost no chance" in text(word_lines(0.5, 44))


@given(st.floats(min_value=0.011, max_value=0.989))
@settings(max_examples=50, deadline=None)
def test_stepping_up_and_down_walks_the_words_one_by_one(value: float) -> None:
    up, down = read(stepped(value, up=True)).value, read(stepped(value, up=False)).value
    assert up is not None
    assert down is not None
    assert down <= max(value, WORDS[0].probability)
    assert up >= min(value, WORDS[-1].probability)


def test_a_chance_is_said_in_words_percent_and_odds() -> None:
    assert spoken(0.675) == "likely · 68 % · odds 2.1 : 1"
    assert spoken(0.3) == "about “unlikely” · 30 % · odds 1 : 2.3"
    assert odds(0.5) == "1 : 1"
    assert odds(0.03) == "1 : 32"


@pytest.mark.parametrize(("hours", "said"), [(0.001, "3.6 s"), (0.4, "24 min"), (10, "10 h"), (72, "3 days")])
def test_a_duration_is_said_as_people_say_it(hours: float, said: str) -> None:
    assert duration(hours) == said


def test_an_amount_means_nothing_until_it_does() -> None:
    assert meaning(Hours(), "90 min") == "1.5 h"
    assert meaning(Hours(), "ninety") == ""
    assert meaning(Number(unit="dollars"), "1200") == "1,200 dollars"
    assert meaning(Number(unit="dollars"), "-3") == ""


def test_a_row_shows_the_word_the_number_and_no_idea_as_such() -> None:
    entries = Entries(PRIOR)
    for said, shown in (
        ("likely", "likely            68 %"),
        ("30%", "30 %"),
        ("?", "no idea"),
        ("zzz", "zzz !"),
        ("", "·"),
    ):
        entries.put(Place(0, 0), said)
        assert shown in row_line(entries, 0, Place(0, 0), None, 80).plain


@given(
    st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=30),
    st.integers(min_value=4, max_value=20),
)
@settings(max_examples=60, deadline=None)
def test_the_row_one_stands_on_is_always_visible_and_the_room_is_kept(heights: list[int], room: int) -> None:
    for cursor in range(len(heights)):
        shown = visible(heights, cursor, room)
        assert cursor in shown
        assert sum(heights[place] for place in shown) <= max(room, heights[cursor])


def test_exhibits_read_without_colour() -> None:
    assert text(exhibit_lines(Say("careful", "warn"), 40)) == "! careful"
    assert "60 %" in text(exhibit_lines(Bars("Beliefs", (Bar("the reward", 0.6, 0.2, "was 20 %"),)), 60))
    grid = Grid("Onsets", ("since", "what"), (("3,072", "plateau"), ("67,584", "critic")))
    assert text(exhibit_lines(grid, 40)).splitlines() == [
        "Onsets",
        " since  what",
        "──────  ───────",
        " 3,072  plateau",
        "67,584  critic",
    ]
    plan = Outline(
        "Plan", (Branch("look", (Branch("wide: mend"), Branch("normal: rebuild", (Branch("or ask"),)))),)
    )
    assert text(exhibit_lines(plan, 40)).splitlines() == [
        "Plan",
        "look",
        "├─ wide: mend",
        "└─ normal: rebuild",
        "   └─ or ask",
    ]
    rounds = Trend("Doubt", ("round 1", "round 2"), (0.55, 0.12))
    assert "round 2" in text(exhibit_lines(rounds, 50))
    assert "12 %" in text(exhibit_lines(rounds, 50))


def test_a_table_far_wider_than_the_room_is_set_as_paragraphs() -> None:
    grid = Grid(
        "Wide", ("step", "run", "tag"), (("3,072", "lander_seed_1_long_name", "rollout/ep_rew_mean"),)
    )
    lines = exhibit_lines(grid, 30)
    assert "rollout/ep_rew_mean" in text(lines)
    assert all(line.cell_length <= 30 for line in lines)


def curve(value: list[float], step: list[int] | None = None, segment: list[int] | None = None) -> Curve:
    count = len(value)
    return Curve(
        "A",
        "",
        np.array(step if step is not None else range(count), dtype=np.int64),
        np.array(value, dtype=np.float64),
        np.array(segment if segment is not None else [0] * count, dtype=np.int32),
    )


def test_a_curve_has_its_range_its_steps_its_letter_and_its_onset() -> None:
    lines = plot_lines([curve([0.0, 1.0, 2.0, 10.0])], [Mark("1", 2, is_here=True)], 60, 12, is_log=False)
    assert len(lines) == 12
    said = text(lines)
    assert "10.2" in said
    assert "A" in said
    assert "onset" in lines[0].plain
    assert "1" in lines[0].plain
    assert "┊" in said
    assert lines[-1].plain.endswith("3")


def test_runs_that_end_in_the_same_place_both_keep_their_letter() -> None:
    other = curve([0.0, 1.0])._replace(letter="B")
    said = text(plot_lines([curve([0.0, 1.0]), other], [], 60, 12, is_log=False))
    assert "BA" in said


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["results/a1/run", "results/a2/run"], ["a1", "a2"]),
        (["lander_1", "lander_2"], ["lander_1", "lander_2"]),
        (["same", "same"], ["same", "same"]),
        (["one/two"], ["two"]),
        (["a", "a/b"], ["a", "a/b"]),
        ([], []),
    ],
)
def test_runs_are_called_by_what_tells_them_apart(names: list[str], short: list[str]) -> None:
    assert short_names(names) == short


def test_one_spike_in_a_million_points_is_seen() -> None:
    value = np.zeros(1_000_000)
    value[500_000] = 50.0
    step = np.arange(1_000_000)
    low, high = ranges(step, value, Plane(0, 999_999, 0, 50, is_log=False), 100)
    assert high.max() == 50
    assert low.min() == 0


@given(
    st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=50),
    st.integers(min_value=10, max_value=90),
)
@settings(max_examples=60, deadline=None)
def test_a_curve_has_no_gap_between_its_first_and_its_last_point(value: list[float], columns: int) -> None:
    step = np.arange(len(value), dtype=np.int64)
    plane = Plane(0, max(1, len(value) - 1), min(value), max(value), is_log=False)
    low, high = ranges(step, np.array(value), plane, columns)
    taken = np.flatnonzero(np.isfinite(low))
    assert (np.diff(taken) == 1).all()
    assert (low[taken] <= high[taken]).all()
    assert (low[taken][1:] <= high[taken][:-1] + 1e-6).all()
    assert (high[taken][1:] >= low[taken][:-1] - 1e-6).all()


def test_what_is_not_finite_stands_on_the_axis_and_a_restart_joins_nothing() -> None:
    said = text(plot_lines([curve([1.0, math.nan, 3.0, math.inf])], [], 60, 12, is_log=False))
    assert said.count(NOT_FINITE) == 2
    apart = curve([0.0, 0.0, 9.0, 9.0], step=[0, 10, 90, 100], segment=[0, 0, 1, 1])
    middle = [line.plain[30:40] for line in plot_lines([apart], [], 60, 12, is_log=False)[1:-1]]
    assert all(not part.strip() for part in middle)


def test_a_log_scale_leaves_out_what_has_no_logarithm() -> None:
    said = text(plot_lines([curve([0.0, -1.0, 1.0, 1000.0])], [], 60, 12, is_log=True))
    assert "1148" in said
    assert (
        text(plot_lines([curve([0.0, -1.0])], [], 60, 12, is_log=True))
        == "nothing above zero was logged here"
    )


@pytest.mark.parametrize("value", [[], [math.nan], [5.0], [0.0, 0.0], [1e308, -1e308]])
def test_a_curve_of_next_to_nothing_is_drawn_or_said(value: list[float]) -> None:
    assert plot_lines([curve(value)], [], 60, 12, is_log=False)


def test_no_room_is_said() -> None:
    assert text(plot_lines([curve([1.0])], [], 10, 3, is_log=False)) == "no room f…"


def test_numbers_on_the_axes_are_short() -> None:
    assert [number(each) for each in (-0.0, 1234567.0, 0.00012341)] == ["0", "1.235e+06", "0.0001234"]
    assert [steps(each) for each in (0, 512, 168_960, 2_000_000)] == ["0", "512", "169k", "2M"]


def test_a_table_too_wide_for_the_room_cuts_none_of_its_words() -> None:
    claim = "final(rollout/ep_rew_mean) >= 18 by 200k"
    said = exhibit_lines(Grid("", ("claim", "chance", "role"), ((claim, "70 %", "success"),)), 30)
    assert claim in " ".join(line.plain for line in said)
    assert "70 % · success" in text(said)
    assert max(line.cell_length for line in said) <= 30


@pytest.mark.parametrize(
    ("width", "said"),
    [(60, "about “likely” · 70 % · odds 2.3 : 1"), (24, "about “likely” · 70 %"), (15, "about “likely”")],
)
def test_a_probability_is_said_in_as_many_forms_as_fit(width: int, said: str) -> None:
    assert spoken_within(0.7, width) == said


@pytest.mark.parametrize("width", [58, 78])
def test_all_of_what_to_check_first_stands_on_two_lines_and_what_rose_is_marked(width: int) -> None:
    modes = [failure_mode(f"m{k}", f"A cause with a rather long name [{k}] that goes on") for k in range(3)]
    looks = [Look(mode, 0.3, 0.25) for mode in modes]
    lines = look_lines(looks, [False, True, False], width, 2)
    assert len(lines) == 2
    said = "".join(line.plain for line in lines)
    assert said.count("30 % 15 min") == 3
    assert said.count("↑") == 1
    assert all(line.cell_length <= width for line in lines)
