from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from coach.errors import BeliefError
from coach.reasoning.cells import SERVICE_CELL, Cell
from coach.reasoning.scale import format_probability
from coach.session.advice import Advice, advise
from coach.session.event.hypothesis import CatchAllGiven, PriorsGiven
from coach.session.exhibit import Branch, Outline, Say
from coach.session.robustness import ShownRobustness, TableRow, rows_of
from coach.tui.app import CoachApp
from coach.tui.screens import tables as tables_screen
from coach.tui.screens.next_action import NextActionScreen
from coach.tui.screens.tables import TablesScreen
from coach.tui.screens.walk import WalkScreen
from coach.tui.widgets.outline import LONGEST, count_of, folded, outline_lines
from coach.tui.widgets.table_form import TableForm
from tests.tui.fake_walk import PATIENCE_S, FakeWalk, app_for, press, settled, shown, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.session.fold import Session

DECISION = "commitment.decision-1"


def app_at(walk: Walk) -> CoachApp:
    return CoachApp(lambda: None, lambda _: walk)  # type: ignore[arg-type, return-value]


def on_tables(app: CoachApp) -> TablesScreen:
    assert isinstance(app.screen, TablesScreen)
    return app.screen


def follows(app: CoachApp) -> str:
    return "\n".join(line.plain for line in on_tables(app).consequences.draw(400))


async def opened(pilot: Pilot[None], *keys: str) -> None:
    await settled(pilot)
    await press(pilot, "f12", *keys)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 48)])
async def test_the_tables_and_what_follows_from_them_are_one_key_from_a_question(
    guided_to: Callable[[str], Walk], size: tuple[int, int]
) -> None:
    walk = guided_to(DECISION)
    app = app_at(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "f12")
        listed = [entry.key for entry in on_tables(app).tables.entries]
        assert listed == [step.question.key for step in walk.tables()]
        believed = format_probability(max(row.posterior for row in walk.beliefs()))
        for said in ("Before the evidence", "how likely each is", believed, "Look first:"):
            assert said in shown(app)
        await press(pilot, "b")
        assert isinstance(app.screen, NextActionScreen)


async def test_there_are_no_tables_before_there_are_explanations() -> None:
    app = app_for(FakeWalk())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f12", "escape", "t")
        assert isinstance(app.screen, WalkScreen)


async def test_every_table_can_be_shown_and_confirmed_as_it_stands(
    guided_to: Callable[[str], Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = guided_to(DECISION)
    monkeypatch.setattr(tables_screen, "planned", lambda _: ())
    monkeypatch.setattr(tables_screen, "tried", lambda _: ShownRobustness())
    before = len(walk.session.events)
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        count = len(on_tables(app).tables.entries)
        for place in range(count):
            assert on_tables(app).tables.cursor == place
            await press(pilot, "enter", *["enter"] * 4)
            assert not on_tables(app).pane.advice.text.startswith("✗")
            await press(pilot, "escape", "down")
    assert len(walk.session.events) >= before + count


async def test_a_changed_number_is_kept_and_changes_beliefs_and_advice(
    guided_to: Callable[[str], Walk],
) -> None:
    walk = guided_to(DECISION)
    before = advise(walk.session)
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "down", "enter", *"90%", "enter")
        assert "Kept." in shown(app)
        after = advise(walk.session)
        assert before is not None
        assert after is not None
        assert after.sentence != before.sentence
        head = after.exhibits[0]
        assert isinstance(head, Say)
        assert all(line in follows(app) for line in head.text.splitlines())
    given = walk.session.last(CatchAllGiven)
    assert given is not None
    assert given.probability == pytest.approx(0.9)
    (other,) = [row for row in walk.beliefs() if row.is_catch_all]
    assert other.prior == pytest.approx(0.9)


async def test_the_question_below_is_asked_with_the_new_advice(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to(DECISION)
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "down", "enter", *"90%", "enter", "f9")
        after = advise(walk.session)
        assert after is not None
        assert after.sentence.split(":")[0] in shown(app)
        assert isinstance(app.screen, NextActionScreen)
        assert after.sentence.split(" (")[0] in " ".join(shown(app).split())


async def test_the_cell_one_stands_on_stays_the_same_after_a_change(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to(DECISION)
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "enter", "down", "down", "right", "enter")
        form = on_tables(app).form
        assert isinstance(form, TableForm)
        assert form.cursor == 2
        assert form.has_focus


async def test_what_is_not_confirmed_is_kept_and_said_to_be_open(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to(DECISION)
    before = walk.session.all(PriorsGiven)
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "enter", *"77%", "down", "escape", "down")
        assert "~ not confirmed yet" in shown(app)
        await press(pilot, "up")
        assert "77 %" in shown(app)
        assert walk.session.all(PriorsGiven) == before
        await press(pilot, "enter", "enter")
        assert "not confirmed" not in shown(app)
    (row,) = [body.weights for body in walk.session.all(PriorsGiven)[len(before) :]]
    assert 0.77 in row.values()


async def test_a_refused_change_is_explained_and_the_cells_stay(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to(DECISION)
    before = walk.session
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        rows = len(walk.session.all(PriorsGiven)[-1].weights)
        await press(pilot, "enter", *[key for _ in range(rows) for key in ("?", "down")], "enter")
        assert "“no idea”" in on_tables(app).pane.advice.text
        assert on_tables(app).form is not None
        assert not on_tables(app).is_busy
    assert walk.session is before


async def test_a_change_is_taken_back_and_brought_back(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to(DECISION)
    before = walk.session.last(CatchAllGiven)
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "down", "enter", *"90%", "enter", "ctrl+z")
        assert "Took back" in shown(app)
        assert walk.session.last(CatchAllGiven) == before
        assert "30 %" in shown(app)
        await press(pilot, "ctrl+r")
        assert "Brought back" in shown(app)
    given = walk.session.last(CatchAllGiven)
    assert given is not None
    assert given.probability == pytest.approx(0.9)


async def test_keys_do_not_wait_for_the_plan_and_old_advice_is_never_shown_as_new(
    guided_to: Callable[[str], Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = guided_to(DECISION)
    gate, begun = threading.Event(), []

    def slow(session: Session) -> tuple[Say, ...]:
        begun.append(session)
        number = len(begun)
        if number == 1:
            gate.wait(PATIENCE_S)
        return (Say(f"plan {number}"),)

    monkeypatch.setattr(tables_screen, "planned", slow)
    monkeypatch.setattr(tables_screen, "tried", lambda _: ShownRobustness())
    app = app_at(walk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f12")
        await until(
            pilot, lambda: bool(begun and isinstance(app.screen, TablesScreen) and app.screen.tables.entries)
        )
        await pilot.press("down")
        await until(pilot, lambda: on_tables(app).tables.cursor == 1)
        assert "planning again" in shown(app)
        await pilot.press("enter", *"90%", "enter")
        await until(pilot, lambda: len(begun) == 2)
        gate.set()
        await settled(pilot)
        assert "plan 2" in shown(app)
        assert "plan 1" not in shown(app)


async def test_the_rows_that_the_advice_hangs_on_are_marked_with_a_sign_and_in_words(
    guided_to: Callable[[str], Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = guided_to(DECISION)
    step = walk.tables()[0]
    assert hasattr(step.question.form, "rows")
    second = step.question.form.rows[1]
    found = ShownRobustness((Say("shaky", "warn"),), frozenset({TableRow(step.question.key, second.id)}))
    monkeypatch.setattr(tables_screen, "tried", lambda _: found)
    app = app_at(walk)
    async with app.run_test(size=(160, 40)) as pilot:
        await opened(pilot, "enter")
        assert f"▲ {second.text[:12]}" in shown(app)
        assert shown(app).count("the advice hangs on it") == 1
        await press(pilot, "down")
        assert shown(app).count("the advice hangs on it") == 2
        assert "shaky" in shown(app)


async def test_numbers_that_cannot_be_planned_with_are_explained(
    guided_to: Callable[[str], Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_session: Session) -> Advice:
        raise BeliefError("the evidence is impossible under every explanation", hint="Look at it again.")

    walk = guided_to(DECISION)
    app = app_at(walk)
    async with app.run_test(size=(160, 40)) as pilot:
        await settled(pilot)
        monkeypatch.setattr("coach.session.advice.advise", refuse)
        await press(pilot, "f12")
        assert "The evidence is impossible under every explanation. Look at it again." in follows(app)


def test_fragile_numbers_are_found_in_the_tables_they_were_given_in(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to("result.c1")
    tried = walk.session
    cells = (
        SERVICE_CELL,
        Cell("experiment", "look", "a", "yes"),
        Cell("evidence", "loss-spike", "b"),
        Cell("evidence", "c1", "a"),
    )
    rows = rows_of(tried, cells)
    assert TableRow("repairs.service", "") in rows
    assert TableRow("experiments.forecast.look", "a") in rows
    assert TableRow("weighing.loss-spike", "b") in rows
    (result,) = rows - {
        TableRow("repairs.service", ""),
        TableRow("experiments.forecast.look", "a"),
        TableRow("weighing.loss-spike", "b"),
    }
    assert result.row == "a"
    assert result.table in {step.question.key for step in walk.tables()}


def chain(length: int) -> Branch:
    return Branch(f"step {length}", (chain(length - 1), Branch("or not")) if length else ())


def test_a_long_plan_is_folded_to_two_levels_and_says_how_much_is_left_out() -> None:
    plan = Outline("The way out", (chain(9),))
    lines = [line.plain for line in outline_lines(plan, 60, is_open=False)]
    assert lines[:3] == ["The way out", "step 9", "├─ step 8  ▸ 16 more"]
    assert lines[-1] == f"▸ o unfolds all {count_of(plan.roots)} steps"
    whole = [line.plain for line in outline_lines(plan, 60, is_open=True)]
    assert len(whole) == count_of(plan.roots) + 2
    assert whole[-1] == "▾ o folds this"


def test_a_short_plan_and_a_flat_one_are_shown_whole() -> None:
    short = Outline("short", (chain(2),))
    flat = Outline("flat", tuple(Branch(f"{place}") for place in range(2 * LONGEST)))
    assert "▸" not in "".join(line.plain for line in outline_lines(short, 60, is_open=False))
    assert len(outline_lines(flat, 60, is_open=False)) == 2 * LONGEST + 1
    assert folded(flat) == flat


async def test_the_plan_is_unfolded_by_a_key_and_folded_by_a_click(guided_to: Callable[[str], Walk]) -> None:
    app = app_at(guided_to(DECISION))
    async with app.run_test(size=(120, 110)) as pilot:
        await settled(pilot)
        assert "▸ The whole plan" in shown(app)
        await press(pilot, "ctrl+o")
        assert "how likely one comes so far" in shown(app)
        row = next(place for place, line in enumerate(shown(app).splitlines()) if "▾ The whole plan" in line)
        await pilot.click(offset=(6, row))
        await settled(pilot)
        assert "▸ The whole plan" in shown(app)
        assert "▾ Rivals" in shown(app)
        assert "how likely one comes so far" not in shown(app)
