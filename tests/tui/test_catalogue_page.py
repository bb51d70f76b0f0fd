"""What the catalogue's causes still ask is one page, and walking through it changes no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.session.event.common import Matched
from coach.session.form import Choice, Option, Several
from coach.session.step import Question, Step
from coach.tui.screens.catalogue_page import CatalogueForms, CataloguePage
from coach.tui.widgets.looks_forms import LOOKS
from coach.tui.widgets.tick_lines import TickLines
from tests.tui.at_the_page import at_the_explanations
from tests.tui.fake_walk import app_for, press, settled, shown

if TYPE_CHECKING:
    from textual.content import Content

    from coach.desk import Walk
    from coach.desk.coach import Coach
    from coach.tui.widgets.form import FormWidget

SIZES = [(80, 24), (120, 36), (160, 48)]
OWN = [
    "the observation scaling of the evaluation differs a bit from training rollouts",
    "seeds differ only by luck and we looked at one or two of them",
    "learning slows since the schedule of the rate ends soon",
]


@pytest.fixture
def walk(desk: Coach) -> Walk:
    """A walk that has picked causes whose words are those of lines of its own."""
    walk = at_the_explanations(desk)
    walk.answer_data(OWN)
    while not walk.question.key.startswith("catalogue.same."):
        form = walk.question.form
        if walk.question.key == "catalogue.picks":
            assert isinstance(form, Several)
            walk.answer_data([option.id for option in form.all_options])
        elif walk.question.key.startswith("hypotheses.match."):
            assert isinstance(form, Choice)
            walk.answer_data(form.options[-1].id)
        elif walk.question.key == "hypotheses.favourite":
            walk.answer_text("1")
        else:
            walk.answer_text("One seed learned.")
        assert walk.position.stage in {"hypotheses", "catalogue"}
    return walk


@pytest.mark.parametrize("size", SIZES)
async def test_all_of_them_are_one_page_that_enter_takes_as_it_stands(
    walk: Walk, size: tuple[int, int]
) -> None:
    asked = [step.question.key for step in walk.sheet.steps] if walk.sheet else []
    before = len(walk.session.all(Matched))
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        page = app.screen
        assert isinstance(page, CataloguePage)
        assert [each.step.question.key for each in page.forms.asked] == asked
        assert "Is that the same as your" in " ".join(shown(app).split())
        await press(pilot, *["down"] * len(asked), *["up"] * len(asked))
        assert set(page.forms.answers().values()) == {"no"}
        await press(pilot, "enter")
        assert not isinstance(app.screen, CataloguePage)
    said = walk.session.all(Matched)[before:]
    assert len(said) == len(asked)
    assert {each.failure_mode for each in said} == {""}


def test_causes_that_come_back_stand_by_name_while_proposed_looks_are_counted() -> None:
    """What is ticked among causes is what one says; among looks nothing is said by it."""
    form = Several((Option("a", "Rewards of the wrong size"), Option("b", "Luck of the seed")), chosen=("a",))
    causes, looks = (
        CatalogueForms(id="x").form_of(
            Step(question=Question(key=key, text="Which?", why="Why.", form=form), accept=lambda _: ())
        )
        for key in ("catalogue.back-1", LOOKS)
    )
    said = ["\n".join(line.plain for line in _lines(each)) for each in (causes, looks)]
    assert "Rewards of the wrong size" in said[0]
    assert "1 from the playbook" in said[1]


def _lines(form: FormWidget) -> list[Content]:
    assert isinstance(form, TickLines)
    head, blocks, foot = form.rows(80)
    return [*head, *(line for block in blocks for line in block), *foot]
