from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.cli.exhibits import news
from coach.session.exhibit import Bar, Bars, Branch, Grid, Outline, Recipe, Say, Trend
from coach.session.form import (
    Card,
    Chance,
    Choice,
    Field,
    GoOn,
    Hours,
    Lines,
    Marks,
    Option,
    ReadLogs,
    Several,
    Table,
    Text,
)
from coach.session.step import Items
from tests.cli.conversation import question, talk
from tests.cli.fake_walk import FakeWalk

if TYPE_CHECKING:
    from coach.session.form import Form

CLASSES = Choice((Option("flat", "It never learned", "flat from the start"), Option("fell", "It fell")))
COLUMN = (Option("p", "how likely"),)
ROWS = (Option("scale", "Rewards are too big"), Option("seed", "An unlucky seed"))


def test_questions_are_asked_one_a_line_and_answers_are_echoed() -> None:
    walk = FakeWalk(
        question("frame.what", text="What is it?"), question("frame.length", Hours(), example="10h")
    )
    heard = talk(walk, "a bug", "90 min")
    assert heard.ending == "finished"
    assert walk.answers == {"frame.what": "a bug", "frame.length": 1.5}
    assert "What is it?\n> a bug\n" in heard.text
    assert "For example: 10h" in heard.text


def test_a_question_mark_says_why_and_where_from_and_asks_again() -> None:
    walk = FakeWalk(question(why="Runs are dear.", source="Rahtz 2018"))
    heard = talk(walk, "?", "x")
    assert "Why this is asked: Runs are dear." in heard.text
    assert "Source: Rahtz 2018" in heard.text
    assert walk.answers == {"frame.what": "x"}


def test_an_answer_that_does_not_fit_is_asked_again_with_a_hint() -> None:
    walk = FakeWalk(question("frame.length", Hours()))
    heard = talk(walk, "soon", "2h")
    assert walk.answers == {"frame.length": 2.0}
    assert "“soon”" in heard.text


@pytest.mark.parametrize("line", ["quit", "QUIT", "exit"])
def test_quit_leaves_everything_confirmed(line: str) -> None:
    walk = FakeWalk(question("a"), question("b"))
    assert talk(walk, "one", line).ending == "left"
    assert walk.answers == {"a": "one"}


def test_the_end_of_input_leaves_everything_confirmed() -> None:
    walk = FakeWalk(question("a"), question("b"))
    assert talk(walk, "one").ending == "left"
    assert walk.answers == {"a": "one"}


def test_leaving_at_a_question_that_waits_for_a_run_is_waiting() -> None:
    assert talk(FakeWalk(question("result.x", waits=True))).ending == "waiting"


def test_undo_takes_back_the_last_answer_and_asks_it_again() -> None:
    walk = FakeWalk(question("a"), question("b"))
    heard = talk(walk, "wrong", "undo", "right", "two")
    assert walk.answers == {"a": "right", "b": "two"}
    assert "Taken back: a" in heard.text


def test_undo_with_nothing_to_take_back_says_so() -> None:
    heard = talk(FakeWalk(question("a")), "undo", "one")
    assert "nothing to take back" in heard.text


def test_a_leading_backslash_makes_an_answer_of_a_command() -> None:
    walk = FakeWalk(question("a"), question("b"), question("c"))
    talk(walk, "\\quit", "\\note: this is the answer", "\\\\path")
    assert walk.answers == {"a": "quit", "b": "note: this is the answer", "c": "\\path"}


def test_notes_and_surprises_can_be_typed_at_any_prompt() -> None:
    walk = FakeWalk(question("a"))
    heard = talk(walk, "note: lr was 3e-4", "! entropy rose", "!+ seed 2 solved it", "!", "typed after", "x")
    assert walk.notes == ["lr was 3e-4"]
    assert walk.surprises == [("entropy rose", False), ("seed 2 solved it", True), ("typed after", False)]
    assert "Noted." in heard.text
    assert walk.answers == {"a": "x"}


def test_only_an_optional_question_can_be_skipped() -> None:
    walk = FakeWalk(question("a"), question("b", optional=True))
    heard = talk(walk, "skip", "x", "skip")
    assert "cannot be left open" in heard.text
    assert walk.answers == {"a": "x", "b": None}


def test_where_shows_the_frame_and_what_is_to_come() -> None:
    heard = talk(FakeWalk(question("a")), "where", "x")
    assert "Working on: a fake" in heard.text
    assert "Everything: here, wants an answer" in heard.text


def test_a_list_grows_line_by_line_and_an_empty_line_ends_it() -> None:
    walk = FakeWalk(question("h", Lines(at_least=1)))
    heard = talk(walk, "reward scale", "seed", "")
    assert walk.growing == {"h": ("reward scale", "seed")}
    assert walk.answers == {"h": Items((), done=True)}
    assert heard.text.count("Say h.") == 1
    assert "2> seed" in heard.text


def test_choices_are_numbered_and_taken_by_number_or_name() -> None:
    walk = FakeWalk(question("a", CLASSES), question("b", CLASSES), question("c", Several(CLASSES.options)))
    heard = talk(walk, "2", "it never", "1, 2")
    assert "1. It never learned: flat from the start" in heard.text
    assert walk.answers == {"a": "fell", "b": "flat", "c": ("flat", "fell")}


def test_options_that_are_not_listed_at_first_are_listed_on_request_and_found_by_a_word() -> None:
    every = Several(CLASSES.options, more=(*ROWS, Option("leak", "Memory leak", found_by="OOM")))
    heard = talk(FakeWalk(question("a", every)), "all", "/oom", "/zebra", "5, 1")
    assert "all lists the other 3, /word those that speak of a word." in heard.text
    assert "all, or none" not in heard.text
    listed, found = heard.text.split("> /oom")
    assert "4. An unlucky seed" in listed
    assert "5. Memory leak" in found
    assert "unlucky" not in found
    assert "None of them speaks of that." in found
    walk = FakeWalk(question("a", every), question("b", Choice(CLASSES.options, more=ROWS)))
    talk(walk, "leak, flat", "more", "an unlucky seed")
    assert walk.answers == {"a": ("leak", "flat"), "b": "seed"}


def test_a_recipe_is_printed_with_its_code_line_by_line_as_it_stands() -> None:
    line = f"    print({'very_' * 80}long)"
    recipe = Recipe("How", "", ("Collect.", "Print \x1b[2Jthem."), f"for r in rewards:\n{line}\n")
    heard = talk(FakeWalk(question("a"), exhibits=(recipe,)), "x")
    assert "How:\n  1. Collect.\n  2. Print them.\nCode:\n" in heard.text
    assert f"    for r in rewards:\n    {line}\n" in heard.text


def test_a_table_is_asked_row_by_row_and_a_wrong_row_is_asked_again() -> None:
    form = Table(ROWS, COLUMN, suggested={"seed": ("30%",)})
    walk = FakeWalk(question("odds", form))
    heard = talk(walk, "rather", "60%", "")
    assert walk.answers == {"odds": {"scale": (0.6,), "seed": (0.3,)}}
    assert "Rewards are too big\n" in heard.text
    assert "[30%] >" in heard.text


def test_undo_in_a_table_goes_back_one_row() -> None:
    walk = FakeWalk(question("odds", Table(ROWS, COLUMN)))
    talk(walk, "60%", "undo", "50%", "20%")
    assert walk.answers == {"odds": {"scale": (0.5,), "seed": (0.2,)}}


def test_a_row_without_a_suggestion_wants_an_answer() -> None:
    walk = FakeWalk(question("odds", Table(ROWS[:1], COLUMN)))
    heard = talk(walk, "", "10%")
    assert "still empty" in heard.text
    assert walk.answers == {"odds": {"scale": (0.1,)}}


def test_a_card_is_asked_field_by_field() -> None:
    form = Card(
        (
            Field("wall", "Hours of machine", Hours(), suggested="1h"),
            Field("why", "Why", Text(), optional=True),
        )
    )
    walk = FakeWalk(question("cost", form))
    talk(walk, "nonsense", "30 min", "")
    assert walk.answers == {"cost": {"wall": 0.5}}


def test_prose_may_have_several_lines() -> None:
    walk = FakeWalk(question("a", Text(multiline=True)))
    talk(walk, "first", "second", "")
    assert walk.answers == {"a": "first\nsecond"}


def test_a_probability_in_words_is_said_back_as_a_number() -> None:
    walk = FakeWalk(question("p", Chance(no_idea=True)), question("q", Chance(no_idea=True)))
    heard = talk(walk, "1:3", "no idea")
    assert walk.answers == {"p": pytest.approx(0.25), "q": None}
    assert "Taken as 25 %." in heard.text
    assert "Taken as no idea." in heard.text


def test_a_question_with_nothing_to_answer_goes_on_with_enter() -> None:
    walk = FakeWalk(question("r", GoOn()))
    assert talk(walk, "").ending == "finished"


def test_logs_are_read_without_an_answer() -> None:
    walk = FakeWalk(question("logs", ReadLogs("runs/ppo")))
    assert talk(walk).ending == "finished"
    assert walk.performed == 1


def test_exhibits_are_words_and_numbers() -> None:
    walk = FakeWalk(
        question(),
        exhibits=(
            Say("Entropy fell first.", tone="warn"),
            Bars("Beliefs", (Bar("scale", 0.62, tick=0.3, note="yours"), Bar("else", 0.002))),
            Grid("Symptoms", ("symptom", "onset", "run"), (("entropy collapse", "12k", "ppo_1"),)),
            Outline("Plan", (Branch("histogram", (Branch("wide: normalise"),)),)),
            Trend("Doubt", ("round 1", "round 2"), (0.5, 0.25)),
        ),
    )
    said = talk(walk, "x").text
    assert "Note: Entropy fell first." in said
    assert "  scale: 62 %, was 30 % (yours)\n  else: under 1 %" in said
    assert "  entropy collapse: onset 12k, run ppo_1" in said
    assert "- histogram\n  - wide: normalise" in said
    assert "Doubt: round 1 50 %, round 2 25 %" in said


def test_what_people_and_logs_wrote_cannot_steer_the_terminal() -> None:
    walk = FakeWalk(question(text="\x1b[2Jloss [/train] \u202eevil"))
    heard = talk(walk, "\x1b]0;title\x07 [@click=app.quit]x[/]")
    assert "\x1b" not in heard.text
    assert "\u202e" not in heard.text
    assert "loss [/train] evil" in heard.text
    assert "[@click=app.quit]x[/]" in heard.text


def test_a_megabyte_on_one_line_is_refused_with_its_size_and_asked_again() -> None:
    walk = FakeWalk(question())
    heard = talk(walk, "x" * 1_048_576, "shorter")
    assert "1,048,576 characters" in heard.text
    assert walk.answers == {"frame.what": "shorter"}


def test_a_log_folder_that_cannot_be_read_is_named_and_the_walk_goes_on() -> None:
    walk = FakeWalk(question("logs", ReadLogs("runs/gone")), question("a"))
    walk.unreadable = "runs/gone"
    heard = talk(walk, "x")
    assert "runs/gone: there is no such folder" in heard.text
    assert walk.answers["a"] == "x"


def test_what_was_shown_beside_the_question_before_is_not_read_out_again() -> None:
    before = (Say("Same."), Grid("Seen", ("tag", "yours"), (("loss", "open"), ("kl", "open"))))
    after = (
        Say("Same."),
        Say("New."),
        Grid("Seen", ("tag", "yours"), (("loss", "evidence"), ("kl", "open"))),
    )
    assert news(after, before) == (Say("New."), Grid("Seen", ("tag", "yours"), (("loss", "evidence"),)))
    assert news(before, before) == ()
    assert news(before, ()) == before


def test_a_suggested_choice_is_said_in_its_own_words() -> None:
    heard = talk(FakeWalk(question("a", CLASSES, suggested="fell")), "")
    assert "Enter alone means: It fell" in heard.text


@pytest.mark.parametrize("form", [Chance(), Hours(), Card((Field("p", "Chance", Chance()),))])
def test_enter_alone_where_a_value_is_wanted_is_told_in_few_words(form: Form) -> None:
    heard = talk(FakeWalk(question("p", form)), "", "0.5")
    assert "Nothing was written. A " in heard.text
    assert "is not a" not in heard.text
    assert "decibans" not in heard.text
    assert heard.ending == "finished"


def test_what_enter_alone_means_is_said_in_the_words_of_the_options() -> None:
    options = (Option("experiment:rewards", "Look at the rewards"), Option("fix:scale", "Scale them"))
    one = talk(FakeWalk(question("a", Choice(options), suggested="experiment:rewards")), "")
    assert "Enter alone means: Look at the rewards" in one.text
    some = talk(FakeWalk(question("b", Several(options), suggested="experiment:rewards,fix:scale")), "")
    assert "Enter alone means: Look at the rewards, Scale them" in some.text
    card = Card((Field("tonight", "Tonight", Choice(options), suggested="fix:scale"),))
    assert "[Scale them] > " in talk(FakeWalk(question("c", card)), "").text


def test_rows_to_mark_are_numbered_and_what_is_left_out_is_said() -> None:
    form = Marks(ROWS, (Option("yes", "yes"), Option("no", "no")), "not looked", suggested={"seed": "yes"})
    walk = FakeWalk(
        question("a", form, suggested="yes: seed"),
        question("b", replace(form, suggested={}), suggested="none"),
    )
    heard = talk(walk, "n 1", "")
    assert walk.answers == {"a": {"scale": "no"}, "b": {}}
    assert "1. Rewards are too big" in heard.text
    assert "What is left out means not looked." in " ".join(heard.text.split())
    assert "Enter alone means: yes: An unlucky seed" in heard.text
