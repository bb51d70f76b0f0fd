"""What typed text and data from an answers file mean, form by form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.session.answers.answer import LONGEST_TEXT, parse_data, parse_hours, parse_text
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
from coach.session.step import Answer, Items, Question

if TYPE_CHECKING:
    from collections.abc import Callable

COLOURS = (Option("red", "deep red"), Option("blue", "light blue"), Option("black", "black"))
ROWS = (Option("a", "first cause"), Option("b", "second cause"))
OUTCOMES = (Option("wide", "wide"), Option("normal", "normal"), Option("flat", "flat"))


MARKS = Marks(COLOURS, (Option("yes", "yes"), Option("no", "no")), "not looked", more=ROWS)


def asked(form: Form, *, optional: bool = False, suggested: str = "") -> Question:
    return Question(key="a.key", text="?", why="because", form=form, optional=optional, suggested=suggested)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("10h", 10),
        ("90 min", 1.5),
        ("1h 30m", 1.5),
        ("2 days", 48),
        ("0.5", 0.5),
        ("1,5 h", 1.5),
        ("45s", 0.0125),
        ("1 week", 168),
        ("0", 0),
    ],
)
def test_durations_are_read_the_way_people_write_them(said: str, hours: float) -> None:
    assert parse_hours(said) == pytest.approx(hours)


@pytest.mark.parametrize(
    "said", ["", "soon", "10 parsecs", "-3h", "1e9 h", "h", "nan", "inf", "10h and a bit"]
)
def test_what_is_no_duration_is_refused_with_examples(said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_hours(said)
    assert "10h" in caught.value.hint


@pytest.mark.parametrize("said", ["2", "blue", "light blue", "Light", "LIGHT BLUE"])
def test_a_choice_is_made_by_number_id_name_or_beginning(said: str) -> None:
    assert parse_text(asked(Choice(COLOURS)), said) == "blue"


def test_a_choice_that_is_none_names_the_choices_and_the_question() -> None:
    with pytest.raises(AnswerError) as caught:
        parse_text(asked(Choice(COLOURS)), "green")
    assert "2 light blue" in caught.value.hint
    assert caught.value.where == "a.key"


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("1 3", ("red", "black")),
        ("red, black", ("red", "black")),
        ("light blue", ("blue",)),
        ("all", ("red", "blue", "black")),
        ("none", ()),
        ("", ()),
        ("2,2", ("blue",)),
    ],
)
def test_several_are_chosen_by_numbers_or_names(said: str, ids: tuple[str, ...]) -> None:
    assert parse_text(asked(Several(COLOURS)), said) == ids


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ("", {}),
        ("none", {}),
        ("yes: 1, black; no: 2", {"red": "yes", "black": "yes", "blue": "no"}),
        ("y 1; n light", {"red": "yes", "blue": "no"}),
        ("1, 3", {"red": "yes", "black": "yes"}),
        ("no: second cause", {"b": "no"}),
    ],
)
def test_rows_are_marked_by_number_or_name_after_a_mark_and_the_first_mark_is_the_plain_yes(
    said: str, marked: dict[str, str]
) -> None:
    assert parse_text(asked(MARKS), said) == marked


@pytest.mark.parametrize(
    ("said", "says"), [("yes: 1; no: 1", "two marks"), ("perhaps: 1", "no mark"), ("yes: 9", "not one of")]
)
def test_a_mark_or_a_row_that_is_none_is_refused_and_so_are_two_marks_for_one_row(
    said: str, says: str
) -> None:
    with pytest.raises(AnswerError, match=says):
        parse_text(asked(MARKS), said)


def test_a_typed_line_adds_to_a_list_and_an_empty_one_finishes_it() -> None:
    assert parse_text(asked(Lines()), " a thing ") == Items(("a thing",), done=False)
    assert parse_text(asked(Lines()), "  ") == Items((), done=True)


def test_a_list_in_an_answers_file_is_the_whole_list() -> None:
    assert parse_data(asked(Lines()), ["a", "b"]) == Items(("a", "b"), done=True)
    assert parse_data(asked(Lines()), None) == Items((), done=True)


def test_no_idea_is_an_answer_where_it_is_allowed_and_not_fifty_percent() -> None:
    assert parse_text(asked(Chance(no_idea=True)), "no idea") is None
    with pytest.raises(AnswerError, match="number"):
        parse_text(asked(Chance()), "no idea")


def test_a_table_is_filled_row_by_row_in_order_or_by_name() -> None:
    form = Table(rows=ROWS, columns=(Option("p", "how likely"),))
    expected = {"a": (0.675,), "b": (0.25,)}
    assert parse_text(asked(form), "likely; 1:3") == expected
    assert parse_text(asked(form), "b: 1:3; a: likely") == expected
    assert parse_text(asked(form), "second cause: 25%; first cause: likely") == expected
    assert parse_data(asked(form), {"a": "likely", "b": 0.25}) == expected


def test_a_row_left_out_takes_what_is_suggested() -> None:
    form = Table(rows=ROWS, columns=(Option("p", "how likely"),), suggested={"b": ("40%",)})
    assert parse_data(asked(form), {"a": "even"}) == {"a": (0.5,), "b": (0.4,)}


def test_an_empty_row_is_named() -> None:
    form = Table(rows=ROWS, columns=(Option("p", "how likely"),))
    with pytest.raises(AnswerError, match="second cause"):
        parse_data(asked(form), {"a": "even"})


def test_the_last_outcome_takes_what_is_left() -> None:
    form = Table(rows=ROWS, columns=OUTCOMES, sums_to_one=True)
    read = parse_data(asked(form), {"a": [0.2, 0.3], "b": [0.1, 0.1, 0.8]})
    assert isinstance(read, dict)
    assert read["a"] == pytest.approx((0.2, 0.3, 0.5))
    assert read["b"] == pytest.approx((0.1, 0.1, 0.8))


def test_outcomes_that_do_not_add_up_are_refused_with_their_sum() -> None:
    form = Table(rows=ROWS, columns=OUTCOMES, sums_to_one=True)
    with pytest.raises(AnswerError, match="150 %"):
        parse_data(asked(form), {"a": [0.5, 0.5, 0.5], "b": [0.1, 0.1, 0.8]})


def test_an_unknown_row_is_refused_with_the_known_ones() -> None:
    form = Table(rows=ROWS, columns=(Option("p", "how likely"),))
    with pytest.raises(AnswerError) as caught:
        parse_data(asked(form), {"c": "even"})
    assert "a, b" in caught.value.hint


def test_a_card_is_filled_in_order_or_by_name_and_keeps_optional_fields_open() -> None:
    form = Card(
        (
            Field("chance", "How likely", Chance()),
            Field("minutes", "Minutes", Number(unit="minutes"), optional=True),
            Field("text", "In words", Text(), suggested="as usual"),
        )
    )
    assert parse_text(asked(form), "even") == {"chance": 0.5, "text": "as usual"}
    assert parse_data(asked(form), {"minutes": 5, "chance": "even"}) == {
        "chance": 0.5,
        "minutes": 5.0,
        "text": "as usual",
    }
    with pytest.raises(AnswerError, match="How likely"):
        parse_data(asked(form), {"minutes": 5})


def test_an_empty_answer_takes_what_is_suggested_and_else_skips_an_optional_question() -> None:
    assert parse_text(asked(Hours(), suggested="40h"), "") == pytest.approx(40)
    assert parse_text(asked(Text(), optional=True), "  ") is None
    with pytest.raises(AnswerError):
        parse_text(asked(Text()), "  ")


def test_a_paste_beyond_what_an_answer_holds_is_refused_not_cut() -> None:
    with pytest.raises(AnswerError, match="characters"):
        parse_text(asked(Text(multiline=True)), "x" * (LONGEST_TEXT + 1))
    assert parse_text(asked(Text(multiline=True)), "x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


def test_a_mapping_where_one_value_belongs_is_refused() -> None:
    with pytest.raises(AnswerError, match="one value"):
        parse_data(asked(Hours()), {"a": 1})


FORMS: tuple[Form, ...] = (
    Text(),
    Lines(),
    Chance(no_idea=True),
    Hours(),
    Number(unit="minutes"),
    Choice(COLOURS),
    Several(COLOURS),
    MARKS,
    Table(rows=ROWS, columns=OUTCOMES, sums_to_one=True),
    Table(rows=ROWS, columns=(Option("p", "p"),), cell="hours"),
    Card((Field("chance", "How likely", Chance()), Field("who", "Who", Choice(COLOURS), optional=True))),
    GoOn(),
)
DATA = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "chance", "x"]), inner)
    ),
    max_leaves=8,
)


def refused(read: Callable[[], Answer]) -> AnswerError | None:
    try:
        read()
    except AnswerError as error:
        return error
    return None


@given(st.sampled_from(FORMS), st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_either_an_answer_or_a_clear_refusal(form: Form, text: str) -> None:
    refusal = refused(lambda: parse_text(asked(form), text))
    assert refusal is None or (refusal.message and refusal.where == "a.key")


@given(st.sampled_from(FORMS), DATA)
@settings(max_examples=300, deadline=None)
def test_any_data_is_either_an_answer_or_a_clear_refusal(form: Form, data: object) -> None:
    refusal = refused(lambda: parse_data(asked(form), data))
    assert refusal is None or (refusal.message and refusal.where == "a.key")


@pytest.mark.parametrize("form", [Hours(), Number("dollars", low=0, high=1e9)])
def test_nothing_written_is_not_quoted_back(form: Form) -> None:
    refusal = refused(lambda: parse_text(asked(form), " "))
    assert refusal is not None
    assert refusal.message == "nothing was written"


def test_a_range_is_said_in_plain_figures() -> None:
    refusal = refused(lambda: parse_text(asked(Number("dollars", low=0, high=1e9)), "-5"))
    assert refusal is not None
    assert refusal.hint == "Between 0 and 1,000,000,000 dollars."
