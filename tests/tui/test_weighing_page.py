"""The page of weighing: one table of causes and of what was seen, taken as it is shown and not before it was."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from coach.session.event.hypothesis import CatchAllGiven, LikelihoodsGiven, PriorsGiven
from coach.session.likelihood_marks import MUST, NOTHING
from coach.tui.matrix import Spot, column_name, matrix_of
from coach.tui.screens.walk import WalkScreen
from coach.tui.screens.weighing_page import WeighingPage
from coach.tui.view import weighing_steps
from coach.tui.widgets.matrix_drawing import name_lines, widths
from tests.tui.at_the_page import at_the_weighing
from tests.tui.fake_walk import app_for, press, settled, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
KEYS = ("enter", "plus", "minus", ".", "5", "right", "down", "t", "tab", "space", "y", "n")


@pytest.fixture
def walk(desk: Coach) -> Walk:
    return at_the_weighing(desk)


def page_of(pilot: Pilot[None]) -> WeighingPage:
    page = pilot.app.screen
    assert isinstance(page, WeighingPage)
    return page


async def take(pilot: Pilot[None]) -> None:
    """Press enter until everything was in view and the page is taken."""
    for _ in range(8):
        if not isinstance(pilot.app.screen, WeighingPage):
            return
        await press(pilot, "enter")
    raise AssertionError("the page was never taken")


@pytest.mark.parametrize("size", SIZES)
async def test_enter_takes_the_table_as_the_playbook_fills_it_in_one_turn(
    walk: Walk, size: tuple[int, int]
) -> None:
    asked = {step.question.key for step in weighing_steps(walk)}
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        said = shown(app)
        assert "something else" in said
        assert "● must" in said
        await take(pilot)
        assert walk.position.stage == "experiments"
        weighed = {f"weighing.{body.evidence}" for body in walk.session.all(LikelihoodsGiven)}
        assert {key for key in asked if key.startswith("weighing.")} <= weighed
        await press(pilot, "ctrl+z")
        assert isinstance(app.screen, WeighingPage)
        assert walk.session.last(PriorsGiven) is None
        assert walk.session.last(CatchAllGiven) is None


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_not_in_view_is_shown_before_it_is_taken(walk: Walk, size: tuple[int, int]) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        page = page_of(pilot)
        unseen = page.table.unseen
        await press(pilot, "enter")
        if unseen:
            assert "had not been in view" in shown(app)
            assert walk.session.last(PriorsGiven) is None
            assert set(page.table.unseen) < set(unseen)
        else:
            assert walk.position.stage == "experiments"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(3))
async def test_no_key_pressed_before_the_table_was_there_answers_anything(
    walk: Walk, size: tuple[int, int], seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    before = len(walk.session.events)
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(dice.uniform(0, 0.05))
        await press(pilot, *dice.choices(KEYS, k=dice.randint(1, 3)))
        page = page_of(pilot)
        assert len(walk.session.events) == before
        assert page.table.matrix.cells == page.table.matrix.filled


async def test_marks_are_changed_by_plus_minus_and_stop_and_the_bars_move(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        page = page_of(pilot)
        await pilot.pause(0.5)
        await settled(pilot)
        matrix = page.table.matrix
        own = [row for row, _ in matrix.rows].index("the-driver-on-node-four")
        await press(pilot, *["down"] * own, "right")
        assert page.table.spot == Spot(own, 1)
        assert matrix.mark(page.table.spot) is NOTHING
        before = page.table.beliefs["the-driver-on-node-four"].posterior
        await press(pilot, "plus", "plus")
        assert matrix.mark(page.table.spot) is MUST
        await pilot.pause(0.5)
        await settled(pilot)
        assert page.table.beliefs["the-driver-on-node-four"].posterior > before + 0.01
        await press(pilot, ".")
        await pilot.pause(0.5)
        await settled(pilot)
        assert page.table.beliefs["the-driver-on-node-four"].posterior == pytest.approx(before)


async def test_a_number_can_be_typed_and_numbers_shown_and_what_is_refused_stays(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        page = page_of(pilot)
        await press(pilot, "right", "3", "5")
        assert page.table.typed == "35"
        await press(pilot, "enter")
        assert page.table.typed is None
        assert page.table.matrix.value(Spot(0, 1)) == pytest.approx(0.35)
        assert walk.session.last(PriorsGiven) is None
        await press(pilot, "t")
        assert "35 %" in shown(app)
        assert "to 1" in shown(app)
        await press(pilot, "4", "0", "0", "%", "enter")
        assert page.table.typed == "400%"
        await press(pilot, "backspace", "backspace", "%", "enter")
        assert page.table.matrix.value(Spot(0, 1)) == pytest.approx(0.40)


async def test_a_cell_that_says_nothing_is_kept_as_silent_and_one_left_alone_as_the_playbooks(
    walk: Walk,
) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        page = page_of(pilot)
        key, row = page.table.matrix.at(Spot(0, 1))
        await press(pilot, "right", ".")
        await take(pilot)
        weighed = {body.evidence: body for body in walk.session.all(LikelihoodsGiven)}
        said = weighed[key.removeprefix("weighing.")]
        assert row in said.silent
        assert set(said.probability) == set(said.editorial)


async def test_what_was_changed_is_still_there_after_a_look_at_the_questions_one_by_one(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "right", "9", "1", "enter", "escape")
        assert isinstance(app.screen, WalkScreen)
        assert "one by one" in shown(app)
        await press(pilot, "f5")
        assert page_of(pilot).table.matrix.value(Spot(0, 1)) == pytest.approx(0.91)


async def test_tab_goes_to_the_cells_that_could_change_the_advice_and_only_to_those(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await pilot.pause(1.5)
        await settled(pilot)
        page = page_of(pilot)
        if not page.table.decisive:
            await press(pilot, "tab")
            assert "No cell of this table could change the advice" in shown(app)
            return
        assert shown(app).count("▲") == len(page.table.decisive) + 1
        for _ in page.table.decisive:
            await press(pilot, "tab")
            assert page.table.matrix.at(page.table.spot) in page.table.decisive


def test_what_stands_already_is_in_the_table_and_a_change_of_it_is_a_table_of_its_own(walk: Walk) -> None:
    rows = [row for row, _ in matrix_of(walk, weighing_steps(walk), {}).rows][:-1]
    walk.take({"odds.priors": dict.fromkeys(rows, "30%"), "odds.catch-all": "30%"})
    steps = weighing_steps(walk)
    matrix = matrix_of(walk, steps, {})
    assert "odds.priors" in matrix.odds
    assert "odds.priors" not in matrix.answers()
    assert matrix.changed() == []
    matrix.put(Spot(0, 0), "90%")
    assert [step.question.key for step, _ in matrix.changed()] == ["odds.priors"]


@pytest.mark.parametrize("width", range(40, 200, 7))
@pytest.mark.parametrize("columns", [1, 3, 6, 12, 40])
def test_the_table_never_takes_more_cells_than_there_are(width: int, columns: int) -> None:
    fit = widths(width, columns)
    fixed = 2 + fit.label + 1 + 6 + 1 + fit.bar + 1 + 5 + 1
    assert fixed + fit.shown * fit.cell <= max(width, fixed + fit.cell)
    assert 1 <= fit.shown <= columns


@pytest.mark.parametrize(
    "name", ["kl spike", "explained variance low", "a_very_long_tag_without_a_blank", ""]
)
@pytest.mark.parametrize("width", [7, 10, 13])
def test_the_name_of_a_column_fits_its_cell_and_says_where_it_was_cut(name: str, width: int) -> None:
    lines = name_lines(name, width)
    assert len(lines) == 3
    assert all(len(line) <= width for line in lines)
    whole = " ".join(line for line in lines if line)
    assert whole == name or "…" in whole


def test_a_column_is_named_for_its_symptom_or_as_ones_own_words_begin(walk: Walk) -> None:
    from coach.session.observations import observations  # noqa: PLC0415

    names = {column_name(seen) for seen in observations(walk.session)}
    assert "entropy collapse" in names
