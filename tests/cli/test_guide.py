from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from coach.cli.console import Console
from coach.cli.guide import Guide, GuidedKeyboard
from coach.cli.plain import converse
from coach.session.form import Choice, GoOn, Hours, Option
from tests.cli.conversation import question
from tests.cli.fake_walk import FakeSuggestion, FakeWalk

if TYPE_CHECKING:
    from coach.desk import Walk

CHOICE = Choice((Option("flat", "It never learned"), Option("fell", "It fell")))


def guided() -> FakeWalk:
    walk = FakeWalk(question("a"), question("b", CHOICE), question("page", GoOn()), question("c", Hours()))
    walk.suggestions = {
        "a": FakeSuggestion("the lander", "One sentence."),
        "b": FakeSuggestion("fell", ""),
        "c": FakeSuggestion("10h", "Only you may take this one.", alone=False),
    }
    return walk


def test_the_guide_answers_as_the_case_suggests_and_says_why_until_only_a_person_may() -> None:
    walk, written = guided(), io.StringIO()
    console = Console(io.StringIO(), written)
    assert converse(cast("Walk", walk), console, Guide(console)) == "left"
    assert walk.answers == {"a": "the lander", "b": "fell", "page": None}
    said = written.getvalue()
    assert "The guide: One sentence.\n> the lander" in said
    assert "> It fell" in said


def test_a_guided_person_takes_the_answer_with_enter_or_gives_their_own() -> None:
    walk, written = guided(), io.StringIO()
    console = Console(io.StringIO("\n1\n\n?\n\n"), written)
    assert converse(cast("Walk", walk), console, GuidedKeyboard(console)) == "finished"
    assert walk.answers == {"a": "the lander", "b": "flat", "page": None, "c": 10.0}
    assert "Why this is asked:" in written.getvalue()
