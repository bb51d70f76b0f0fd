"""What people write about a run, read as claims that logs decide; with the tags of earlier runs, and beside others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.prediction import Comparison, Prediction, Seeds, Statistic, parse_prediction, steps
from coach.session.event import Event
from coach.session.event.common import Opened
from coach.session.event.premortem import EarlierRunsRead, EarlierTag, PredictionMade
from coach.session.fold import Session, fold
from coach.session.premortem.claim_in_words import opposite, read_claim, read_failure
from coach.session.premortem.claims import (
    beside_claim,
    beside_failure,
    claim_of,
    completed,
    of_what_one_sees,
    tripwire_of,
)
from coach.session.premortem.coherent_claims import contradiction, fitting_chance, relation
from coach.session.premortem.fires_when import fires_when

TAGS = (
    EarlierTag(tag="rollout/ep_rew_mean", quantity="return", runs=6, low=42.8, high=54.5),
    EarlierTag(tag="monitor/r", quantity="return", runs=1, low=500, high=500),
    EarlierTag(tag="train/approx_kl", quantity="kl", runs=6, low=0.008, high=0.009),
    EarlierTag(tag="train/entropy_loss", quantity="entropy", turned=True, runs=6, low=-0.6, high=-0.5),
    EarlierTag(tag="train/ent_coef_loss", runs=6),
    EarlierTag(tag="train/value_loss", quantity="value_loss", runs=6, low=48, high=55),
    EarlierTag(tag="Losses/Policy Loss", quantity="policy_loss", runs=2, low=0.1, high=0.2),
    EarlierTag(tag="eval_wer", quantity="eval_loss", runs=1, low=36, high=36),
)


def session_with(*tags: EarlierTag) -> Session:
    bodies = (
        Opened(method="premortem", title="", playbook="small"),
        EarlierRunsRead(path="runs/new", runs=7, tags=tags),
    )
    return fold(
        [
            Event(id=str(at), at=datetime(2026, 1, 1, tzinfo=UTC), by="me", turn="0", body=body)
            for at, body in enumerate(bodies)
        ]
    )


KNOWN, UNKNOWN = session_with(*TAGS), session_with()


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("a/b below 45 at the end", "final(a/b) >= 45"),
        ("a/b is still below 45 at 200k", "final(a/b) >= 45 by 200k"),
        ("a/b under 45", "final(a/b) >= 45"),
        ("a/b < 45", "final(a/b) >= 45"),
        ("the a/b is not above 45 at the end", "final(a/b) > 45"),
        ("a/b never reaches 18 by 200k steps", "max(a/b) >= 18 by 200k"),
        ("a/b doesn't get above 45", "max(a/b) > 45"),
        ("a/b stays below 45", "max(a/b) >= 45"),
        ("a/b rises above 0.1", "a/b <= 0.1 throughout"),
        ("a/b > 0.1 at any time", "a/b <= 0.1 throughout"),
        ("a/b exceeds 1e4", "a/b <= 10000 throughout"),
        ("a/b falls below 0.1 by 100k", "a/b >= 0.1 by 100k throughout"),
        ("a/b drops under 100", "a/b >= 100 throughout"),
        ("a/b never falls below 2", "min(a/b) < 2"),
        ("mean of a/b below 0.2 in the last 50%", "mean(a/b, last 50%) >= 0.2"),
        ("a/b rises above 3 in the last 10%", "max(a/b, last 10%) <= 3"),
        ("a/b at or above 3 at the end in 2 of 5 seeds", "final(a/b) < 3 in 4 of 5 seeds"),
        ("a/b becomes NaN", "a/b <= 1e+30 throughout"),
        ("fires when a/b reaches 1000", "a/b < 1000 throughout"),
        ("a/b > 0.1 throughout", "a/b > 0.1 throughout"),
        ("a/b > 0.1 throughout after 10k", "a/b > 0.1 after 10k throughout"),
        ("a/b > 0.1 throughout in 3 of 5 seeds", "a/b > 0.1 throughout in 3 of 5 seeds"),
        ('"a throughout b" > 0.1', "final(a throughout b) <= 0.1"),
        ("max(a/b) < 0.5 by 20k", "max(a/b) < 0.5 by 20k"),
    ],
)
def test_a_failure_as_people_say_it_becomes_the_tripwire_that_holds_while_it_does_not_show(
    said: str, holds: str
) -> None:
    assert of_what_one_sees(UNKNOWN, said) == holds


@pytest.mark.parametrize(
    "said",
    [
        "the curve is flat",
        "entropy near zero by 100k",
        "it crashes after 3 hours",
        "return below the random policy",
        "return below 45 on the real robot",
        "the loader stops at 80 %",
    ],
)
def test_what_has_no_quantity_with_a_number_stays_in_words(said: str) -> None:
    assert of_what_one_sees(KNOWN, said) == said


def test_a_claim_of_success_is_read_the_same_way_and_not_turned_round() -> None:
    assert str(claim_of(KNOWN, "return above 45 at the end")) == "final(rollout/ep_rew_mean) > 45"
    assert str(claim_of(KNOWN, "return reaches 100 by 1M")) == "max(rollout/ep_rew_mean) >= 100 by 1M"


def test_a_claim_in_the_grammar_that_goes_wrong_is_said_to() -> None:
    with pytest.raises(AnswerError, match="expected"):
        read_claim("final(a/b) >= soon")
    with pytest.raises(AnswerError, match="window"):
        read_claim("a/b below 3 at the end in the last 10%")


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("reward below 3", "rollout/ep_rew_mean"),
        ("kl divergence rises above 3", "train/approx_kl"),
        ("policy loss rises above 3", "Losses/Policy Loss"),
        ("WER above 40 at the end", "eval_wer"),
        ("Train/Value_Loss rises above 3", "train/value_loss"),
    ],
)
def test_a_quantity_is_found_by_what_it_is_called_in_the_field(said: str, tag: str) -> None:
    tripwire = tripwire_of(KNOWN, said)
    assert tripwire is not None
    assert tripwire.tag == tag


@pytest.mark.parametrize("said", ["loss rises above 3", "accuracy below 0.5", "entropy falls below 0.1"])
def test_a_quantity_that_no_earlier_run_logs_by_that_name_stays_in_words(said: str) -> None:
    assert tripwire_of(KNOWN, said) is None


def test_a_tag_that_no_earlier_run_logs_is_said_at_once_with_those_near_it() -> None:
    with pytest.raises(
        AnswerError, match="no earlier run logs rollout/ep_rew_men; there is rollout/ep_rew_mean"
    ):
        claim_of(KNOWN, "final(rollout/ep_rew_men) >= 3")
    assert "there is rollout/ep_rew_mean" in beside_failure(KNOWN, "rollout/ep_rew_men below 3")
    assert str(claim_of(KNOWN, "new: final(rollout/ep_rew_men) >= 3")) == "final(rollout/ep_rew_men) >= 3"


def test_a_tag_like_none_of_them_is_taken_as_it_is_and_so_is_any_where_nothing_was_logged() -> None:
    assert str(claim_of(KNOWN, "final(robot/falls) <= 3")) == "final(robot/falls) <= 3"
    assert str(claim_of(UNKNOWN, "final(rollout/ep_rew_men) >= 3")) == "final(rollout/ep_rew_men) >= 3"


def test_while_one_types_the_tripwire_the_name_and_earlier_values_are_told() -> None:
    said = beside_failure(KNOWN, "return below 45 at the end")
    assert said.startswith("fires when rollout/ep_rew_mean is below 45 at the end (or monitor/r?)")
    assert "ended at 42.8 to 54.5 in 6 earlier runs" in said
    assert beside_claim(KNOWN, "return above 45").startswith(
        "checked for you: final(rollout/ep_rew_mean) > 45"
    )
    assert beside_claim(KNOWN, "rollout/ep_r") == "→ rollout/ep_rew_mean"
    assert "minus the entropy" in beside_failure(KNOWN, "entropy falls below 0.1")


def test_a_tag_is_written_out_from_its_beginning_or_from_its_middle() -> None:
    assert completed(KNOWN, "final(roll") == "final(rollout/ep_rew_mean"
    assert completed(KNOWN, "when approx") == "when train/approx_kl"
    assert completed(KNOWN, "policy l") == "policy l"
    assert completed(KNOWN, "rollout/ep_rew_mean") == "rollout/ep_rew_mean"
    assert completed(UNKNOWN, "final(roll") == "final(roll"


claims = st.builds(
    Prediction,
    tag=st.sampled_from(["a/b", "Losses/Policy Loss", "x"]),
    comparison=st.sampled_from(Comparison),
    threshold=st.sampled_from([-3.0, 0.0, 0.25, 45.0, 1e6]),
    statistic=st.sampled_from([each for each in Statistic if each is not Statistic.STD]),
    deadline=st.sampled_from([None, steps(100_000)]),
    seeds=st.sampled_from([None, Seeds(2, 5)]),
)
bounds = claims.filter(lambda claim: claim.statistic is Statistic.FINAL).map(
    lambda claim: parse_prediction(f'"{claim.tag}" {claim.comparison.value} {claim.threshold} throughout')
)


in_the_grammar = st.sampled_from(
    [
        "median(a/b, last 10%) > 3",
        "max(x, from 10k to 20k) < 3 after 2h",
        "final(x) >= baseline + 10%",
        "x <= 3 after 10% throughout",
        "std(x) < 2 by 3h in 2 of 5 seeds",
        "max(x) > run old",
    ]
).map(parse_prediction)


@given(claims | bounds | in_the_grammar)
def test_when_a_tripwire_fires_is_told_in_words_that_mean_that_tripwire(claim: Prediction) -> None:
    again = read_failure(fires_when(claim))
    assert again is not None
    assert again.subject == claim.tag
    assert opposite(opposite(again.of(claim.tag))) == again.of(claim.tag)
    assert fires_when(again.of(claim.tag)) == fires_when(claim)


def made(text: str, probability: float) -> PredictionMade:
    return PredictionMade(prediction=text, text=text, probability=probability, role="success")


@pytest.mark.parametrize(
    ("one", "other", "related"),
    [
        ("final(a) >= 45", "final(a) < 45", "excludes"),
        ("final(a) >= 45", "max(a) < 40", "excludes"),
        ("a > 3 throughout", "final(a) < 2", "excludes"),
        ("final(a) >= 45", "final(a) <= 45", "covers"),
        ("final(a) >= 45", "final(a) < 60", "covers"),
        ("final(a) >= 60", "final(a) >= 45", "implies"),
        ("final(a) > 45", "final(a) >= 45", "implies"),
        ("min(a) > 3", "a > 3 throughout", "same"),
        ("final(a) >= 45", "final(b) < 45", "none"),
        ("final(a) >= 45 by 100k", "final(a) < 45", "none"),
        ("mean(a) >= 45", "final(a) < 45", "none"),
    ],
)
def test_how_two_claims_are_related(one: str, other: str, related: str) -> None:
    first, second = parse_prediction(one), parse_prediction(other)
    turned = {"implies": "follows"}.get(related, related)
    assert relation(first, second) == related
    assert relation(second, first) == turned


@pytest.mark.parametrize(
    ("text", "chance", "why"),
    [
        ("final(a) < 45", 0.5, "cannot both hold"),
        ("final(a) >= 60", 0.7, "cannot be the likelier"),
        ("final(a) >= 30", 0.5, "cannot be less likely"),
        ("final(a) <= 60", 0.3, "must hold"),
        ("final(a) >= 45", 0.7, "another chance"),
    ],
)
def test_a_claim_whose_chance_cannot_be_beside_another_is_refused_with_the_reason(
    text: str, chance: float, why: str
) -> None:
    error = contradiction(text, chance, [made("final(a) >= 45", 0.6)])
    assert error is not None
    assert why in error.message


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("final(a) < 45", 0.4),
        ("final(a) >= 60", 0.6),
        ("final(a) >= 30", 0.6),
        ("final(b) < 1", 0.9),
        ("it works", 0.9),
    ],
)
def test_a_claim_that_can_be_beside_another_is_taken(text: str, chance: float) -> None:
    assert contradiction(text, chance, [made("final(a) >= 45", 0.6), made("it is fast", 0.5)]) is None


def test_the_chance_of_a_tripwire_is_moved_only_as_far_as_other_claims_demand() -> None:
    beside = [made("final(a) >= 45", 0.6)]
    assert fitting_chance(parse_prediction("final(a) >= 45"), 0.9, beside) == pytest.approx(0.6)
    assert fitting_chance(parse_prediction("final(a) >= 60"), 0.9, beside) == pytest.approx(0.6)
    assert fitting_chance(parse_prediction("final(a) >= 30"), 0.9, beside) == pytest.approx(0.9)
    assert fitting_chance(parse_prediction("final(b) >= 30"), 0.9, beside) == pytest.approx(0.9)
