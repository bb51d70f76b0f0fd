"""The close of a pre-mortem says what it was worth: forecasts and scores, the cause, the tripwires, the hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.exhibit import Grid, Say
from tests.session.test_premortem import sealed

if TYPE_CHECKING:
    from tests.session.rehearsal import Rehearsal


def closing(cause: str, *, fired: str = "", hours: str = "30h") -> Rehearsal:
    """Walk to the close; the tripwire of one cause fired, the others stayed quiet, and so did everything else hold."""
    walk = sealed()
    walk.says("launch.decide", {"decision": "launch", "reason": "it is cheap"})
    walk.says("outcome.run", {"cause": cause, "text": "the queue", "hours": hours})
    while walk.question.key.startswith("outcome.claim."):
        walk.says(walk.question.key, "no" if fired and fired in walk.question.text else "yes, it held")
    walk.says("outcome.lesson", "ask for a longer slot")
    return walk


def said(walk: Rehearsal) -> str:
    step = walk.position.step
    assert step is not None
    return "\n".join(each.text for each in step.exhibits if isinstance(each, Say))


def rows(walk: Rehearsal) -> tuple[tuple[str, ...], ...]:
    step = walk.position.step
    assert step is not None
    (grid,) = (each for each in step.exhibits if isinstance(each, Grid))
    return grid.rows


def test_every_sealed_forecast_stands_there_with_what_came_and_its_score() -> None:
    assert rows(closing("none")) == (
        ("final(rollout/ep_rew_mean) >= 18", "60 %", "true", "0.51"),
        ("it beats the random policy", "88 %", "true", "0.13"),
        ("quiet: train/entropy falls to 0.1", "93 %", "stayed quiet", "0.07"),
        ("quiet: train/entropy falls to 0.1", "90 %", "stayed quiet", "0.11"),
        ("the run fails", "4 %", "false", "0.04"),
    )


def test_the_score_is_the_chance_given_to_what_came_beside_even_chances() -> None:
    good, bad = said(closing("none")), said(closing("other"))
    assert good.startswith(
        "Your 5 sealed forecasts, on geometric average, gave 84 % to what came: better than even"
    )
    assert bad.startswith(
        "Your 5 sealed forecasts, on geometric average, gave 45 % to what came: worse than even"
    )
    assert "You said 12 h until the answer; it took 30 h." in good


def test_a_cause_is_told_by_its_place_on_the_list_or_as_missing_from_it() -> None:
    assert "On your list of 4 the cause stood third, with 7 %." in said(closing("entropy-dies"))
    assert "The cause was not on your list of 4." in said(closing("other"))
    assert "your list" not in said(closing("none"))


def test_tripwires_that_told_are_named_once_and_those_that_did_not_are_missed() -> None:
    told = said(closing("entropy-dies", fired="entropy"))
    assert told.count("A tripwire told: train/entropy falls to 0.1 (judged by hand).") == 1
    assert "false alarm" not in told
    assert "No tripwire fired" in said(closing("other"))
    assert "The run did not fail, so that was a false alarm." in said(closing("none", fired="entropy"))
