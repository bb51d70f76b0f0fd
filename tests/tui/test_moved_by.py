"""Where a belief began and what moved it is said in words that are true of the arithmetic."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.reasoning.belief import posterior
from coach.reasoning.scale import format_probability
from coach.session.beliefs import belief_rows
from coach.session.misfit import words_for_evidence
from coach.session.moved_by import LEAST, began_at
from coach.session.problem import problem_of
from tests.tui.at_the_page import at_the_looks, at_the_weighing
from tests.tui.fake_walk import app_for, press, settled, shown

if TYPE_CHECKING:
    from coach.desk import Walk
    from coach.desk.coach import Coach

SAYS = re.compile(
    r"began at (?P<began>.+), before the evidence; without “(?P<what>.+)” it would be (?P<without>.+)"
)


@pytest.fixture
def walk(desk: Coach) -> Walk:
    return at_the_looks(desk)


def test_what_moved_a_belief_most_is_what_it_would_differ_most_without(walk: Walk) -> None:
    session, problem = walk.session, problem_of(walk.session)
    assert problem is not None
    words, told = words_for_evidence(session), 0
    for row in belief_rows(session):
        said = began_at(session, row)
        assert bool(said) == (abs(row.posterior - row.prior) >= LEAST)
        found = SAYS.fullmatch(said)
        if found is None:
            continue
        told += 1
        assert found["began"] == format_probability(row.prior)
        without = {
            left.id: posterior(
                replace(problem, evidence=tuple(each for each in problem.evidence if each is not left))
            ).probability[row.id]
            for left in problem.evidence
        }
        most = max(without, key=lambda each: abs(without[each] - row.posterior))
        assert found["without"] == format_probability(without[most])
        assert " ".join(words[most].split()).startswith(found["what"].rstrip("…"))
    assert told


async def test_the_odds_say_where_they_are_among_all_and_where_what_was_seen_brought_them(
    desk: Coach,
) -> None:
    app = app_for(at_the_weighing(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "down")
        await settled(pilot)  # the beliefs are there
        await press(pilot, "down")
        await settled(pilot)
        assert re.search(
            r"Among all it began at \d+ %; what was seen makes it \d+ %\.", " ".join(shown(app).split())
        )
