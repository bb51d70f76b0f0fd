from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from coach.cli.answers import Script
from coach.cli.console import Console
from coach.cli.plain import Ending, converse
from coach.errors import AnswerError, RunReadError
from coach.session.form import Card, Choice, Field, GoOn, Hours, Lines, Marks, Option, Table, Text
from coach.session.step import Items
from tests.cli.conversation import question
from tests.cli.fake_walk import FakeWalk

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Walk

TABLE = Table((Option("scale", "Scale"), Option("seed", "Seed")), (Option("p", "p"),))


def follow(walk: FakeWalk, path: Path) -> tuple[Ending, str]:
    written = io.StringIO()
    console = Console(io.StringIO(), written)
    script = Script.read(path, console)
    ending = converse(cast("Walk", walk), console, script)
    script.end()
    return ending, written.getvalue()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


def test_answers_follow_the_order_of_the_questions(answers: Path) -> None:
    answers.write_text("- a bug\n- 90 min\n- [first, second]\n- {scale: 60%, seed: 0.2}\n")
    walk = FakeWalk(question("a"), question("b", Hours()), question("c", Lines()), question("d", TABLE))
    ending, said = follow(walk, answers)
    assert ending == "finished"
    assert walk.answers == {
        "a": "a bug",
        "b": 1.5,
        "c": Items(("first", "second"), done=True),
        "d": {"scale": (0.6,), "seed": (0.2,)},
    }
    assert "> a bug" in said
    assert "> Scale: 60%" in said


@pytest.mark.parametrize(
    ("file", "taken"), [("- a\n- b\n", "yes"), ("- a\n- b\n- causes.match.x: no\n", "no")]
)
def test_whether_a_line_is_in_the_catalogue_is_found_anywhere_and_as_suggested_where_it_is_not_said(
    answers: Path, file: str, taken: str
) -> None:
    form = Choice((Option("yes", "yes"), Option("no", "no")))
    walk = FakeWalk(question("one"), question("causes.match.x", form, suggested="yes"), question("two"))
    answers.write_text(file)
    ending, said = follow(walk, answers)
    assert ending == "finished"
    assert walk.answers == {"one": "a", "causes.match.x": taken, "two": "b"}
    assert ("so taken as suggested: causes.match.x" in said) == (taken == "yes")


def test_json_is_read_as_well_as_yaml(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('["a bug", {"b": "2h"}]')
    walk = FakeWalk(question("a"), question("b", Hours()))
    assert follow(walk, path)[0] == "finished"
    assert walk.answers == {"a": "a bug", "b": 2.0}


def test_an_answer_may_name_its_question(answers: Path) -> None:
    answers.write_text("- frame.what: a bug\n- frame.length: 90 min\n")
    walk = FakeWalk(question("frame.what"), question("frame.length", Hours()))
    assert follow(walk, answers)[0] == "finished"


def test_an_answer_to_another_question_names_both_and_keeps_what_came_before(answers: Path) -> None:
    answers.write_text("- frame.what: a bug\n- frame.price: 5\n")
    walk = FakeWalk(question("frame.what"), question("frame.length", Hours()))
    with pytest.raises(
        AnswerError, match=r"answers frame\.price, but the question is frame\.length"
    ) as caught:
        follow(walk, answers)
    assert caught.value.where.startswith(f"{answers}:2")
    assert caught.value.exit_code == 2
    assert walk.answers == {"frame.what": "a bug"}


def test_answers_that_stop_half_way_name_the_next_question(answers: Path) -> None:
    answers.write_text("- a bug\n")
    walk = FakeWalk(question("frame.what"), question("frame.length", Hours(), text="How long?"))
    with pytest.raises(AnswerError, match=r"end before the question frame\.length: How long"):
        follow(walk, answers)
    assert walk.answers == {"frame.what": "a bug"}


def test_an_empty_file_answers_nothing(answers: Path) -> None:
    answers.write_text("")
    with pytest.raises(AnswerError, match=r"end before the question frame\.what"):
        follow(FakeWalk(question()), answers)


def test_answers_may_stop_where_a_run_has_to_end_first(answers: Path) -> None:
    answers.write_text("- a bug\n")
    assert follow(FakeWalk(question("a"), question("result", waits=True)), answers)[0] == "waiting"


def test_an_answer_that_does_not_fit_is_named_with_file_line_and_question(answers: Path) -> None:
    answers.write_text("- a bug\n- soon\n")
    walk = FakeWalk(question("a"), question("frame.length", Hours()))
    with pytest.raises(AnswerError, match=r"frame\.length: .*soon") as caught:
        follow(walk, answers)
    assert caught.value.where.startswith(f"{answers}:2")


def test_answers_left_over_are_an_error(answers: Path) -> None:
    answers.write_text("- a bug\n- another\n- a third\n")
    with pytest.raises(AnswerError, match="2 answers are left") as caught:
        follow(FakeWalk(question()), answers)
    assert caught.value.where.startswith(f"{answers}:2")


def test_nothing_written_takes_what_is_suggested(answers: Path) -> None:
    answers.write_text("- ~\n- b: ~\n")
    walk = FakeWalk(question("a", suggested="generic"), question("b", optional=True))
    follow(walk, answers)
    assert walk.answers == {"a": "generic", "b": None}


def test_pages_to_read_need_no_answer_but_may_have_one(answers: Path) -> None:
    answers.write_text("- a bug\n- second: ~\n")
    walk = FakeWalk(question("first", GoOn()), question("a"), question("second", GoOn()))
    assert follow(walk, answers)[0] == "finished"


def test_one_row_of_a_table_is_a_row_and_not_a_question(answers: Path) -> None:
    answers.write_text("- scale: 60%\n- wall: 2h\n- d: {scale: 10%}\n")
    form = Table(TABLE.rows[:1], TABLE.columns)
    card = Card((Field("wall", "Wall", Hours()),))
    walk = FakeWalk(question("a", form), question("c", card), question("d", form))
    follow(walk, answers)
    assert walk.answers == {"a": {"scale": (0.6,)}, "c": {"wall": 2.0}, "d": {"scale": (0.1,)}}


def test_a_choice_may_be_given_by_its_id_or_number(answers: Path) -> None:
    answers.write_text("- fell\n- 1\n")
    form = Choice((Option("flat", "It never learned"), Option("fell", "It fell")))
    walk = FakeWalk(question("a", form), question("b", form))
    follow(walk, answers)
    assert walk.answers == {"a": "fell", "b": "flat"}


def test_a_file_that_is_no_list_says_what_a_list_looks_like(answers: Path) -> None:
    answers.write_text("frame.what: a bug\n")
    with pytest.raises(AnswerError, match="a list, one item a question"):
        follow(FakeWalk(question()), answers)


@pytest.mark.parametrize("text", ["- [unclosed\n", "- a: 1\n  a: 2\n"])
def test_a_fault_in_the_file_is_named_with_its_line(answers: Path, text: str) -> None:
    answers.write_text(text)
    with pytest.raises(RunReadError) as caught:
        follow(FakeWalk(question()), answers)
    assert caught.value.where.startswith(f"{answers}:")
    assert caught.value.exit_code == 3


def test_a_file_that_is_not_there_is_an_unreadable_input(answers: Path) -> None:
    with pytest.raises(RunReadError) as caught:
        follow(FakeWalk(question("a", Text())), answers)
    assert caught.value.exit_code == 3
    assert str(answers) in caught.value.where


def test_a_list_where_one_value_belongs_says_how_to_write_it(answers: Path) -> None:
    answers.write_text("- [10h]\n")
    with pytest.raises(AnswerError) as raised:
        follow(FakeWalk(question("b", Hours())), answers)
    assert raised.value.hint == "Write the value alone, without brackets or braces."


def test_a_suggestion_that_is_taken_is_echoed(answers: Path) -> None:
    answers.write_text("- ~\n")
    choice = Choice((Option("go", "Launch"), Option("stay", "No run tonight")))
    assert "> No run tonight" in follow(FakeWalk(question("a", choice, suggested="stay")), answers)[1]


def test_an_answer_to_a_question_that_never_came_is_passed_over_and_said(answers: Path) -> None:
    answers.write_text("- a: a bug\n- hypotheses.again-1: []\n- b: 2h\n- catalogue.again-1: none\n")
    walk = FakeWalk(question("a"), question("b", Hours()))
    ending, said = follow(walk, answers)
    assert ending == "finished"
    assert walk.answers == {"a": "a bug", "b": 2.0}
    assert said.count("was not asked") == 2


def test_an_answer_that_names_nothing_that_could_be_asked_is_an_error(answers: Path) -> None:
    answers.write_text("- a: a bug\n- hypothesis.own: []\n")
    with pytest.raises(AnswerError, match="1 answer is left"):
        follow(FakeWalk(question("a")), answers)


def test_answers_that_name_their_questions_are_found_in_whatever_order_they_stand(answers: Path) -> None:
    answers.write_text(
        "- experiments.forecast.histogram: 1h\n- experiments.forecast.seeds: 2h\n- experiments.forecast.idle: 3h\n"
        "- repairs.service: 4h\n"
    )
    asked = ("experiments.forecast.seeds", "experiments.forecast.histogram", "repairs.service")
    walk = FakeWalk(*(question(key, Hours()) for key in asked))
    ending, said = follow(walk, answers)
    assert ending == "finished"
    assert walk.answers == {asked[0]: 2.0, asked[1]: 1.0, "repairs.service": 4.0}
    assert "experiments.forecast.idle was not asked" in said


def test_a_question_the_file_does_not_name_takes_what_is_suggested_and_says_so(answers: Path) -> None:
    answers.write_text("- frame.what: a bug\n- frame.length: 2h\n")
    walk = FakeWalk(
        question("frame.what"), question("evidence.new", suggested="none"), question("frame.length", Hours())
    )
    ending, said = follow(walk, answers)
    assert ending == "finished"
    assert walk.answers == {"frame.what": "a bug", "evidence.new": "none", "frame.length": 2.0}
    assert "Not in the file, so taken as suggested: evidence.new" in said


def test_nothing_is_committed_to_by_silence(answers: Path) -> None:
    answers.write_text("- frame.what: a bug\n- frame.length: 2h\n")
    walk = FakeWalk(
        question("frame.what"),
        question("commitment.decision-1", suggested="service"),
        question("frame.length"),
    )
    with pytest.raises(AnswerError, match=r"the question is commitment\.decision-1"):
        follow(walk, answers)


def test_a_table_the_file_does_not_name_is_answered_with_no_idea(answers: Path) -> None:
    answers.write_text("- frame.what: a bug\n- frame.length: 2h\n")
    form = Table(TABLE.rows, TABLE.columns, no_idea=True, suggested={"scale": ("60%",)})
    walk = FakeWalk(
        question("frame.what"), question("weighing.noise", form), question("frame.length", Hours())
    )
    follow(walk, answers)
    assert walk.answers["weighing.noise"] == {"scale": (0.6,), "seed": (None,)}


SEEN = replace(
    question(
        "evidence.symptoms",
        Marks(
            (Option("nan", "NaN?"), Option("hot", "Hot?")), (Option("yes", "yes"), Option("no", "no")), "open"
        ),
        suggested="yes: nan",
        optional=True,
    ),
    may_be_absent=True,
    formerly="catalogue.looked",
)


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("", None),
        ("- evidence.symptoms: {yes: [nan], no: [hot]}\n", {"nan": "yes", "hot": "no"}),
        ("- evidence.symptoms: {hot: no}\n", {"hot": "no"}),
        ("- evidence.symptoms: []\n", {}),
        ("- catalogue.looked: [hot]\n", {"hot": "yes"}),
        ("- catalogue.looked: none\n", {}),
    ],
)
def test_what_was_seen_is_only_what_the_file_says_under_its_name_of_today_or_of_before(
    answers: Path, line: str, given: object
) -> None:
    answers.write_text(f"- a\n- b\n{line}")
    walk = FakeWalk(question("one"), SEEN, question("two"))
    assert follow(walk, answers)[0] == "finished"
    assert walk.answers == {"one": "a", "evidence.symptoms": given, "two": "b"}


def test_marks_are_echoed_by_their_words(answers: Path) -> None:
    answers.write_text("- evidence.symptoms: {yes: [nan], no: [hot]}\n")
    said = follow(FakeWalk(SEEN), answers)[1]
    assert "> yes: NaN?" in said
    assert "> no: Hot?" in said
