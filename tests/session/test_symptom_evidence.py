"""What symptoms say for a failure mode: an event counts once, and what is missing counts against."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.event import event_to_data, events_from_data
from coach.session.event.evidence import EvidenceAdded
from coach.session.fold import fold
from coach.session.observations import symptom_evidence
from coach.session.symptom_evidence import LOOKING_FINDS, SymptomEvidence, grouped, log_likelihood_ratio
from tests.session.rehearsal import Rehearsal

ANYWAY = {"spike": 0.1, "plateau": 0.1, "decline": 0.1, "rare": 0.02}
EXPECTED = {"spike": 0.8, "plateau": 0.5, "decline": 0.05}
some = st.sets(st.sampled_from(sorted(ANYWAY)))


def told(*events: set[str], absent: set[str] = frozenset()) -> float:  # type: ignore[assignment]
    evidence = SymptomEvidence(events=tuple(map(frozenset, events)), absent=frozenset(absent))
    return log_likelihood_ratio(evidence, EXPECTED, ANYWAY)


def test_symptoms_that_began_apart_multiply() -> None:
    assert told({"spike"}, {"plateau"}) == pytest.approx(math.log(8 * 5))


def test_symptoms_of_one_event_count_as_the_strongest_of_them() -> None:
    assert told({"spike", "plateau"}) == pytest.approx(math.log(8))


def test_what_a_failure_mode_cannot_show_rules_it_out_however_well_the_rest_of_the_event_fits() -> None:
    evidence = SymptomEvidence(events=(frozenset({"spike", "plateau"}),))
    cannot_stand_still = EXPECTED | {"plateau": 0.02}
    assert log_likelihood_ratio(evidence, cannot_stand_still, ANYWAY) == pytest.approx(math.log(0.02 / 0.1))


def test_one_event_seen_six_times_says_no_more_than_seen_once() -> None:
    again = {f"consequence-{at}" for at in range(5)}
    evidence = SymptomEvidence(events=(frozenset({"spike", *again}),))
    expected = EXPECTED | dict.fromkeys(again, 0.6)
    assert log_likelihood_ratio(evidence, expected, ANYWAY) == pytest.approx(math.log(8))


def test_a_symptom_of_which_a_failure_mode_says_nothing_moves_nothing() -> None:
    assert told({"rare"}) == 0
    assert told(absent={"rare"}) == 0


def test_what_was_looked_for_and_is_missing_speaks_against_what_would_show_it() -> None:
    assert told(absent={"spike"}) == pytest.approx(math.log((1 - 0.8 * 0.8) / (1 - 0.8 * 0.1)))


def test_a_look_that_can_miss_what_is_there_rules_nothing_out() -> None:
    sure = SymptomEvidence(absent=frozenset({"spike"}))

    assert log_likelihood_ratio(sure, {"spike": 0.999}, ANYWAY) > math.log(1 - LOOKING_FINDS)


def test_several_missing_symptoms_count_as_the_one_that_says_most() -> None:
    assert told(absent={"spike", "plateau"}) == told(absent={"spike"})


@given(some, some)
def test_nothing_that_is_missing_ever_makes_a_cause_that_expects_it_likelier(
    seen: set[str], absent: set[str]
) -> None:
    expects = {symptom for symptom in absent if EXPECTED.get(symptom, 0) > ANYWAY[symptom]}
    assert told(seen, absent=expects) <= told(seen)


@given(st.permutations(sorted(ANYWAY)))
def test_the_order_of_events_does_not_matter(order: list[str]) -> None:
    assert told(*({each} for each in order)) == pytest.approx(told(*({each} for each in sorted(order))))


def test_one_symptom_seen_in_two_events_joins_them() -> None:
    seen = [("spike", "a"), ("plateau", "a"), ("spike", "b"), ("decline", "b"), ("rare", "")]
    assert set(grouped(seen)) == {frozenset({"spike", "plateau", "decline"}), frozenset({"rare"})}


def test_symptoms_that_stand_alone_are_events_of_their_own() -> None:
    assert set(grouped([("spike", ""), ("plateau", "")])) == {frozenset({"spike"}), frozenset({"plateau"})}


@pytest.mark.parametrize("symptom", ["contrast.one-device", "changed.version", "fact.last-layer.softmax"])
def test_contrasts_changes_and_facts_are_evidence_of_a_session_like_any_symptom(symptom: str) -> None:
    walk = Rehearsal("stuck")
    walk.add(EvidenceAdded(evidence=f"seen-{symptom}", text="So it is.", known="seen", symptom=symptom))

    (event,) = symptom_evidence(fold(events_from_data([event_to_data(each) for each in walk.events]))).events

    assert event == {symptom}
