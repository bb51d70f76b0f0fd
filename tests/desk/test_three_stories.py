"""Three stories through the real walk: the cause is near the top before anything was done, and on top after the look.

Nobody knows the cause while they answer: they say what they saw, bring an explanation of their own that is wrong, and
take the first five that are offered. The first story is told in words near to the catalogue's own complaints and rests
on them: what is ticked alone does not single its cause out. In the third the cause is so clear from what was seen that
its repair, several seeds and a sturdier setting, comes before any look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from coach.session.advice import advise
from coach.session.event.experiment import Committed, ResultRecorded
from coach.session.experiments import experiment_by_id
from tests.benchmarks.bugs import Bug
from tests.benchmarks.simulated import Simulated
from tests.benchmarks.told_cases import Told
from tests.benchmarks.walk_recall import RL, beliefs

if TYPE_CHECKING:
    from coach.desk import Coach, Walk
    from coach.session.fold import Session


class Story(NamedTuple):
    """What somebody saw, and what it was.

    Attributes:
        decides: the action that decides it, as `experiment:id` or `fix:id`.
        outcome: what comes of it.
    """

    cause: str
    observed: str
    symptom_class: str
    told: Told
    decides: str
    outcome: str


NORMALISED_IN_ONE_PLACE = Story(
    "normalisation-one-path-only",
    "The reward predictor scores well by itself, but the agent that learns from it stays at random.",
    "never-learns",
    Told(
        seen=frozenset({"plateau-from-start", "random-level-return"}),
        changed="own-code",
        own="the exploration is too weak",
    ),
    "experiment:check-normalisation-one-path-only",
    "one network differs",
)
SLOWER_AND_SLOWER = Story(
    "throughput-decay",
    "time/fps falls slowly from 210 to 80 over a night; the return is fine.",
    "slow",
    Told(
        seen=frozenset({"throughput-decay"}),
        not_seen=frozenset({"memory-growth"}),
        own="other jobs load the machine",
    ),
    "experiment:check-throughput-decay",
    "one phase grew",
)
ONE_SEED_OF_THREE = Story(
    "seed-variance",
    "Of three seeds one works, the other two stay where they began.",
    "seeds-disagree",
    Told(seen=frozenset({"seed-disagreement"}), changed="nothing", own="the last change broke it"),
    "fix:seed-variance",
    "fixed",
)
STORIES = (NORMALISED_IN_ONE_PLACE, SLOWER_AND_SLOWER, ONE_SEED_OF_THREE)


def ranked(session: Session) -> list[str]:
    """Give the causes, the likeliest first; an explanation that is none of the catalogue's under its id behind `=`."""
    found = beliefs(session)
    return sorted(found, key=lambda each: -found[each])


def at_the_advice(coach: Coach, story: Story) -> Walk:
    walk = coach.begin("stuck", title="a story")
    bug = Bug("story", story.observed, story.symptom_class, frozenset({story.cause}), story.told)
    Simulated(bug, RL, "first").answer_all(walk)
    return walk


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.cause)
def test_the_cause_is_in_the_top_three_and_what_decides_it_is_recommended_first_or_second(
    coach: Coach, story: Story
) -> None:
    session = at_the_advice(coach, story).session
    advice = advise(session)
    assert story.cause in ranked(session)[:3]
    assert advice is not None
    assert story.decides in list(dict.fromkeys((advice.action, *advice.ranked)))[:2]


@pytest.mark.parametrize("story", STORIES[:2], ids=lambda story: story.cause)
def test_after_the_deciding_look_the_cause_is_on_top_and_the_other_outcome_speaks_against_it(
    coach: Coach, story: Story
) -> None:
    walk = at_the_advice(coach, story)
    before, target = beliefs(walk.session)[story.cause], story.decides.partition(":")[2]
    look = experiment_by_id(walk.session, target)
    assert look is not None
    promised = Committed(commitment="c1", action="experiment", target=target, question="", advised="")
    walk.append((promised, ResultRecorded(commitment="c1", outcome=story.outcome)))
    assert ranked(walk.session)[0] == story.cause
    assert beliefs(walk.session)[story.cause] > before
    (other,) = (each for each in look.outcomes if each != story.outcome)
    walk.append((ResultRecorded(commitment="c1", outcome=other),))
    assert beliefs(walk.session)[story.cause] < before
