from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from textual import events

from coach.errors import AnswerError
from coach.session.form import (
    Card,
    Chance,
    Choice,
    Field,
    Form,
    GoOn,
    Hours,
    Lines,
    Marks,
    Number,
    Option,
    Several,
    Table,
    Text,
)
from coach.session.step import Items
from coach.tui.widgets.table import header_lines
from tests.tui.fake_walk import FakeWalk, app_for, press, question, settled, shown, write

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

THREE = (Option("a", "apple", "grows"), Option("b", "banana", "bends"), Option("c", "cherry", "stones"))
ROWS = (Option("r1", "the first story"), Option("r2", "the second story"))
TWO_OUTCOMES = (Option("yes", "it heals"), Option("no", "unchanged"))


class Try(NamedTuple):
    """A form, what is put into it, and what the method should get."""

    form: Form
    keys: tuple[str, ...]
    means: object
    text: str = ""
    suggested: str = ""
    optional: bool = False


async def holds(*tries: Try) -> None:
    """Answer a walk of forms by keys alone and compare what the method got."""
    asked = [
        question(each.form, key=str(place), suggested=each.suggested, optional=each.optional)
        for place, each in enumerate(tries)
    ]
    walk = FakeWalk(*asked)
    app = app_for(walk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        for place, each in enumerate(tries):
            await write(pilot, each.text)
            await press(pilot, *each.keys)
            assert len(walk.given) == place + 1, shown(app)
    assert [*walk.given] == [each.means for each in tries]


async def answered(form: Form, *keys: str) -> object:
    """Give what the method gets when keys are pressed."""
    walk = FakeWalk(question(form))
    app = app_for(walk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        assert len(walk.given) == 1, shown(app)
    return walk.given[0]


async def test_prose_is_what_was_typed_or_pasted_brackets_and_all() -> None:
    await holds(
        Try(Text(), (*"it", "space", *"broke", "enter"), "it broke"),
        Try(Text(), ("enter",), "it broke [/at] 3%", text="it broke [/at] 3%"),
        Try(Text(multiline=True), ("a", "ctrl+j", "b", "enter"), "a\nb"),
    )


async def test_a_wrapped_line_is_cleared_as_a_whole() -> None:
    long = "it broke again and nobody knows why " * 6
    await holds(
        Try(Text(), ("ctrl+u", "a", "enter"), "a", text=long),
        Try(Text(), ("home", "up", "up", "up", "home", "ctrl+k", "b", "enter"), "b", text=long),
        Try(Text(multiline=True), ("a", "ctrl+j", "b", "ctrl+u", "c", "enter"), "a\nc"),
    )


async def test_a_suggestion_stands_and_an_optional_question_may_be_passed_over() -> None:
    await holds(
        Try(Text(), ("enter",), "as before", suggested="as before"),
        Try(Text(), ("enter",), None, optional=True),
        Try(Chance(), ("enter",), pytest.approx(0.3), suggested="30 %"),
        Try(Choice(THREE), ("enter",), "b", suggested="banana"),
    )


async def test_a_list_takes_one_line_at_a_time_and_ends_with_an_empty_one() -> None:
    await holds(
        Try(Lines(), ("enter",), Items(("one",), done=False), text="one"),
        Try(Lines(existing=("one",)), ("enter",), Items((), done=True)),
    )


async def test_a_chance_is_stepped_to_or_typed() -> None:
    await holds(
        Try(Chance(), ("right", "right", "enter"), pytest.approx(0.675)),
        Try(Chance(), ("right", "left", "enter"), pytest.approx(0.325)),
        Try(Chance(), ("left", "enter"), pytest.approx(0.5)),
        Try(Chance(), (*"30", "%", "enter"), pytest.approx(0.3)),
        Try(Chance(), ("1", ":", "3", "enter"), pytest.approx(0.25)),
        Try(Chance(), (*"likely", "enter"), pytest.approx(0.675)),
        Try(Chance(), ("9", "backspace", "0", ".", "2", "enter"), pytest.approx(0.2)),
    )


async def test_no_idea_is_its_own_answer_and_only_where_it_is_offered() -> None:
    await holds(
        Try(Chance(no_idea=True), ("down", "enter"), None),
        Try(Chance(), ("right", "down", "enter"), pytest.approx(0.5)),
    )


async def test_an_amount_is_read_as_it_is_said() -> None:
    await holds(
        Try(Hours(), ("enter",), pytest.approx(1.5), text="1h 30m"),
        Try(Number(unit="dollars"), ("enter",), pytest.approx(40), text="40"),
    )


async def test_one_option_is_chosen_by_arrow_or_digit() -> None:
    await holds(
        Try(Choice(THREE), ("enter",), "a"),
        Try(Choice(THREE), ("down", "down", "enter"), "c"),
        Try(Choice(THREE), ("2", "enter"), "b"),
        Try(Choice(THREE), ("3", "up", "enter"), "b"),
        Try(Choice(THREE), ("end", "enter"), "c"),
    )


async def test_any_number_of_options_is_ticked_none_included() -> None:
    await holds(
        Try(Several(THREE), ("space", "3", "enter"), ("a", "c")),
        Try(Several(THREE), ("space", "space", "enter"), ()),
        Try(Several(THREE), ("end", "space", "home", "space", "enter"), ("a", "c")),
    )


async def test_what_is_not_shown_at_first_is_one_key_away_and_found_as_one_types() -> None:
    several, choice = Several(THREE, more=ROWS), Choice(THREE, more=ROWS)
    await holds(
        Try(several, ("m", "end", "space", "enter"), ("r2",)),
        Try(several, ("/", *"second", "space", "enter", "enter"), ("r2",)),
        Try(several, ("/", *"stones", "backspace", "space", "escape", "space", "enter"), ("a", "c")),
        Try(several, ("/", *"nothing", "space", "enter", "enter"), ()),
        Try(choice, ("m", "end", "enter"), "r2"),
        Try(choice, ("end", "enter"), "c"),
        Try(choice, ("enter",), "r1", suggested="r1"),
    )


async def test_letters_of_a_search_are_no_commands_and_what_is_ticked_stays_in_view() -> None:
    walk = FakeWalk(question(Several(THREE, more=ROWS)))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "first story" not in shown(app)
        await press(pilot, "/", *"sec")
        assert "Search: sec" in shown(app)
        assert "1 of 5" in shown(app)
        await press(pilot, "space", "escape")
        assert "■ the second story" in shown(app)
        assert "first story" not in shown(app)
        assert not walk.noted
        await press(pilot, "enter")
    assert walk.given == [("r2",)]


async def test_rows_are_marked_yes_or_no_by_letter_or_space_and_left_alone_otherwise() -> None:
    form = Marks(THREE, (Option("yes", "yes"), Option("no", "no")), left="not looked")
    await holds(
        Try(form, ("enter",), {}),
        Try(form, ("y", "down", "n", "enter"), {"a": "yes", "c": "no"}),
        Try(form, ("space", "down", "space", "space", "enter"), {"a": "yes", "b": "no"}),
        Try(form, ("y", "up", "space", "space", "enter"), {}),
        Try(replace(form, more=ROWS), ("m", "end", "y", "enter"), {"r2": "yes"}),
        Try(replace(form, suggested={"b": "yes"}), ("enter",), {"b": "yes"}),
        Try(replace(form, suggested={"b": "yes"}), ("down", "n", "enter"), {"b": "no"}),
    )


@pytest.mark.parametrize(
    "draft", [["a"], {"yes": ["a"]}, {"a": "yes"}, {"a": "yes", "of another playbook": "yes"}]
)
async def test_marks_come_back_in_every_shape_in_which_they_can_be_answered(draft: object) -> None:
    form = Marks(THREE, (Option("yes", "yes"), Option("no", "no")), left="not looked")
    walk = FakeWalk(question(form))
    walk.prepared = type("Prepared", (), {"data": draft, "says": ""})()
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
    assert walk.given == [{"a": "yes"}]


async def test_contrasts_go_away_or_stay_by_their_first_letters() -> None:
    form = Marks(THREE, (Option("goes-away", "goes away"), Option("stays", "stays")), left="not tried")
    walk = FakeWalk(question(form))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "g", "s")
        await settled(pilot)
        assert "goes away apple" in shown(app)
        assert "stays     banana" in shown(app)
        assert "·         cherry" in shown(app)
        assert "with 2 marked" in shown(app)
        await press(pilot, "enter")
    assert walk.given == [{"a": "goes-away", "b": "stays"}]


async def test_a_table_of_one_column_is_stepped_sideways() -> None:
    form = Table(ROWS, (Option("prior", "how likely"),), no_idea=True)
    given = await answered(form, "right", "right", "down", "?", "enter", "enter")
    assert given == {"r1": (0.675,), "r2": (None,)}


async def test_enter_in_a_table_goes_to_the_next_empty_cell_and_answers_when_there_is_none() -> None:
    form = Table(ROWS, (Option("prior", "how likely"),))
    given = await answered(form, "3", "0", "%", "enter", "l", "i", "k", "e", "l", "y", "enter", "enter")
    assert given == {"r1": (pytest.approx(0.3),), "r2": (0.675,)}


async def test_the_last_outcome_of_a_row_takes_what_is_left() -> None:
    form = Table(ROWS, TWO_OUTCOMES, sums_to_one=True)
    given = await answered(form, "8", "0", "%", "enter", "+", "-", "enter")
    assert given == {
        "r1": (pytest.approx(0.8), pytest.approx(0.2)),
        "r2": (pytest.approx(0.325), pytest.approx(0.675)),
    }


async def test_a_table_of_hours_is_walked_by_arrows() -> None:
    form = Table(ROWS, (Option("you", "yours"), Option("wait", "waiting")), cell="hours")
    given = await answered(
        form, "1", "right", "2", "h", "down", "left", "3", "enter", "1", "d", "enter", "enter"
    )
    assert given == {"r1": (1.0, 2.0), "r2": (3.0, 24.0)}


async def test_escape_gives_up_the_cell_that_is_being_written() -> None:
    form = Table(ROWS[:1], (Option("prior", "how likely"),), suggested={"r1": ("likely",)})
    assert await answered(form, "9", "9", "escape", "enter") == {"r1": (0.675,)}


async def test_a_cell_that_means_nothing_is_not_left() -> None:
    form = Table(ROWS[:1], (Option("prior", "how likely"),))
    given = await answered(form, "x", "x", "enter", "backspace", "backspace", "4", "0", "%", "enter", "enter")
    assert given == {"r1": (pytest.approx(0.4),)}


async def test_what_a_table_suggests_stands() -> None:
    form = Table(ROWS, (Option("prior", "how likely"),), suggested={"r1": ("even",), "r2": ("20%",)})
    assert await answered(form, "enter") == {"r1": (0.5,), "r2": (pytest.approx(0.2),)}


async def test_a_card_is_filled_field_by_field() -> None:
    form = Card(
        (
            Field("verdict", "It is", Choice(THREE), suggested="apple"),
            Field("chance", "How sure", Chance()),
            Field("hours", "Takes", Hours()),
            Field("reason", "Because", Text(), optional=True),
        )
    )
    given = await answered(
        form, "right", "enter", "right", "enter", "2", "h", "enter", "w", "h", "y", "enter"
    )
    assert given == {"verdict": "b", "chance": 0.5, "hours": 2.0, "reason": "why"}


async def test_an_optional_field_of_a_card_may_stay_empty() -> None:
    form = Card((Field("name", "Name", Text()), Field("reason", "Because", Text(), optional=True)))
    assert await answered(form, "x", "enter", "enter") == {"name": "x"}


async def test_where_a_letter_is_a_mark_no_command_is_offered_under_it() -> None:
    form = Marks(THREE, (Option("yes", "yes"), Option("no", "no")), left="not looked")
    app = app_for(FakeWalk(question(form)))
    async with app.run_test(size=(100, 24)) as pilot:
        await settled(pilot)
        keys = shown(app).splitlines()[-1]
        assert "F2 note" in keys
        assert "n note" not in keys


async def test_a_card_in_which_something_is_chosen_everywhere_takes_one_enter() -> None:
    form = Card(
        tuple(Field(each, each, Choice(THREE), suggested="apple") for each in ("one", "two", "three"))
    )
    first = form.fields[0].form
    assert isinstance(first, Choice)
    assert await answered(form, "down", "right", "enter") == {
        "one": first.options[0].id,
        "two": first.options[1].id,
        "three": first.options[0].id,
    }


async def test_arrows_go_between_the_fields_of_a_card() -> None:
    form = Card((Field("one", "One", Text()), Field("two", "Two", Text())))
    assert await answered(form, "a", "down", "b", "up", "c", "down", "enter") == {"one": "ac", "two": "b"}


async def test_going_on_is_one_key() -> None:
    await holds(Try(GoOn(), ("enter",), None), Try(GoOn(), ("space",), None))


async def test_an_answer_that_does_not_fit_is_said_and_nothing_is_lost() -> None:
    walk = FakeWalk(question(Hours()))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await write(pilot, "banana")
        await press(pilot, "enter")
        assert "is not a duration" in shown(app)
        assert "10h, 90 min" in shown(app)
        assert "banana" in shown(app)
        await press(pilot, *["backspace"] * 6, "9", "enter")
    assert walk.given == [9.0]


async def test_a_refused_answer_is_said_with_its_hint() -> None:
    walk = FakeWalk(question(Text()))
    walk.refusal = AnswerError("two more would be good", hint="Or write why this is enough.")
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "x", "enter")
        assert "Two more would be good." in shown(app)
        assert "Or write why this is enough." in shown(app)
        assert walk.given == []


async def test_a_megabyte_pasted_is_refused_at_once_with_words() -> None:
    walk = FakeWalk(question(Text()))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.post_message(events.Paste("x" * 1_048_576))
        await settled(pilot)
        assert "1,048,576 characters" in shown(app)
        await press(pilot, "o", "k", "enter")
    assert walk.given == ["ok"]


async def test_a_paste_of_several_lines_becomes_one_where_one_is_asked_for() -> None:
    walk = FakeWalk(question(Text()))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.post_message(events.Paste("one\ntwo\x1b[31m three"))
        await press(pilot, "enter")
    assert walk.given == ["one two three"]


async def test_a_click_does_what_a_key_does() -> None:
    walk = FakeWalk(question(Choice(THREE)))
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        form = app.screen.query_one("ChoiceForm")
        await pilot.click(form, offset=(6, 2))
        await press(pilot, "enter")
    assert walk.given == ["b"]


def read(app: CoachApp) -> str:
    """Give what stands on the left, its lines joined as one reads them."""
    left = [line.partition("│")[0].replace("▌", " ") for line in shown(app).splitlines()]
    return " ".join(" ".join(left).split())


async def test_on_a_small_screen_a_question_that_stands_alone_is_read_in_full() -> None:
    why = "A tripwire names the cause it would give away, and it holds only while that cause stays away from the run."
    asked = question(Text(), why=why, example="final(rollout/ep_rew_mean) >= 18: 60%, or in words: likely")
    app = app_for(FakeWalk(asked))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        said = read(app)
        assert "stays away from the run." in said
        assert "or in words: likely" in said


async def test_in_a_card_a_wrong_chance_and_a_long_choice_are_said_in_full() -> None:
    long = Option("long", "I forgot to normalise the observations and never plotted a single one of them")
    card = Card(
        (Field("chance", "How likely", Chance()), Field("of", "It failed of", Choice((long, *THREE))))
    )
    app = app_for(FakeWalk(question(card)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "x", "y")
        assert "not a probability I can read" in read(app)
        await press(pilot, "backspace", "backspace", "3", "0", "%", "enter", "right")
        assert "plotted a single one of them" in read(app)


async def test_enter_on_an_empty_cell_says_that_it_wants_an_answer() -> None:
    table = Table(ROWS, (Option("p", "how likely"),), no_idea=True)
    app = app_for(FakeWalk(question(table)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "3", "0", "%", "enter", "enter")
        assert "this cell still wants an answer" in read(app)
        await press(pilot, "4")
        assert "this cell still wants an answer" not in read(app)


async def test_a_sentence_typed_into_a_list_ticks_and_marks_nothing() -> None:
    form = Marks(THREE, (Option("yes", "yes"), Option("no", "no")), left="not looked")
    sentence = ("2", "space", *"epochs", "space", "1")
    await holds(
        Try(Several(THREE), (*sentence, "enter"), ()),
        Try(Several(THREE), (*sentence, "down", "space", "enter"), ("c",)),
        Try(form, (*"nothing", "space", *"new", "enter"), {}),
    )


def test_the_heads_of_columns_are_spread_over_lines_and_not_cut() -> None:
    outcomes = ("looks right", "inputs look wrong", "targets look wrong")
    form = Table(
        rows=(Option("a", "the loader repeats a shard"),),
        columns=tuple(Option(each, each) for each in outcomes),
    )
    lines = [line.plain for line in header_lines(form, 50)]
    assert len({len(line) for line in lines}) == 1
    assert "…" not in "".join(lines)
    assert sorted(" ".join(lines).split()) == sorted(" ".join(outcomes).split())
    assert lines[-1].split() == ["right", "wrong", "wrong"]
