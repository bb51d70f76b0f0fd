from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.session.exhibit import Bar, Bars, Grid, Say
from coach.session.form import Card, Chance, Choice, Field, Lines, Marks, Option, Several, Table, Text
from tests.tui.fake_walk import FakeWalk, app_for, press, question, settled, shown, write

if TYPE_CHECKING:
    from coach.session.form import Form

MANY = tuple(Option(f"o{k}", f"option number {k} with a few words", "and what it means") for k in range(8))
LONG = Grid(
    "A table", ("step", "run", "tag", "what"), (("1,000", "seed_1", "rollout/ep_rew_mean", "plateau"),) * 6
)
FORMS: tuple[Form, ...] = (
    Text(multiline=True),
    Lines(existing=tuple(f"line {k} that says something at some length" for k in range(9)), at_least=12),
    Chance(no_idea=True),
    Choice(MANY),
    Several(MANY),
    Table(MANY, (Option("p", "how likely"),), no_idea=True),
    Table(MANY, MANY[:4], sums_to_one=True),
    Card(
        (
            Field("a", "A label that is long", Choice(MANY[:3])),
            Field("b", "Chance", Chance()),
            Field("c", "Why", Text()),
        )
    ),
)
SMALLEST = (36, 10)
SIZES = ((160, 48), (120, 36), (80, 24), (60, 20), SMALLEST)


def walk_of_all_forms() -> FakeWalk:
    return FakeWalk(
        *(
            question(form, key=str(place), text=f"Question {place}?", why="Because. " * 20, optional=True)
            for place, form in enumerate(FORMS)
        ),
        exhibits=(Say("Something to read. " * 10), Bars("Bars", (Bar("one", 0.5, 0.2),)), LONG),
    )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_form_keeps_its_question_and_its_field_in_view(size: tuple[int, int]) -> None:
    walk = walk_of_all_forms()
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for place in range(len(FORMS)):
            assert f"Question {place}?" in shown(app)
            form = app.screen.form  # type: ignore[attr-defined]
            focused = app.screen.focused
            assert focused is not None
            assert focused.region.height >= 1
            if size != SMALLEST:
                assert app.screen.region.contains_region(focused.region), shown(app)
                assert form.region.bottom <= size[1]
            await press(pilot, "f8")
        assert len(walk.given) == len(FORMS)


async def test_a_card_taller_than_the_room_scrolls_to_the_field_one_is_in() -> None:
    fields = tuple(Field(f"f{place}", f"A field with a name, number {place}", Text()) for place in range(8))
    walk = FakeWalk(question(Card(fields), why="Because. " * 30))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for place in range(8):
            await write(pilot, f"value {place}")
            await settled(pilot)
            assert f"value {place}" in shown(app)
            await press(pilot, "enter")
    assert walk.given == [{f"f{place}": f"value {place}" for place in range(8)}]


async def test_panes_come_and_go_with_the_width() -> None:
    app = app_for(FakeWalk())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert [app.screen.query_one(f"#{name}").display for name in ("rail-column", "rail-row", "side")] == [
            True,
            False,
            True,
        ]
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert [app.screen.query_one(f"#{name}").display for name in ("rail-column", "rail-row", "side")] == [
            False,
            True,
            True,
        ]
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "Part 1 of 1: The only part" in shown(app)
        assert not app.screen.query_one("#side").display
        assert "something else 30 %" in shown(app)
        await press(pilot, "f7")
        assert "Working on" in shown(app)
        assert "What now?" not in shown(app)
        await press(pilot, "f7")
        assert "What now?" in shown(app)


async def test_a_terminal_of_twenty_by_five_says_so_and_keeps_what_is_written() -> None:
    walk = FakeWalk()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"kept")
        await pilot.resize_terminal(20, 5)
        await settled(pilot)
        assert "Too small (20x5)" in shown(app)
        await press(pilot, "!")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "kept!" in shown(app)
        await press(pilot, "enter")
    assert walk.given == ["kept!"]


@pytest.mark.parametrize(
    ("form", "key"),
    [
        (Choice(MANY), "down"),
        (Several(MANY), "space"),
        (Marks(MANY, MANY[:2], "open"), "space"),
        (Chance(), "right"),
        (Table(MANY, (Option("p", "how likely"),)), "down"),
        (Card((Field("a", "It is", Choice(MANY[:3])),)), "right"),
    ],
    ids=["choice", "several", "marks", "chance", "table", "card"],
)
async def test_a_change_of_state_changes_the_text_and_not_only_the_colour(
    form: Form, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_for(FakeWalk(question(form)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.no_color
        before = shown(app)
        await press(pilot, key)
        assert shown(app) != before
