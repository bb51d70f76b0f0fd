"""What a symptom speaks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.desk.likelihoods import PROVENANCE, likelihoods
from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.runs.detectors.registry import ACROSS, AGAINST, DETECTORS
from coach.runs.symptom import Severity, Symptom
from tests.playbook.conftest import BUILT_IN

COLLAPSE = Symptom(
    id="entropy-collapse:x",
    detector="entropy-collapse",
    tag="x",
    severity=Severity.ALARM,
    says="It fell.",
    source="s",
)


def test_failure_modes_come_with_their_probability_and_provenance_the_likeliest_first() -> None:
    known = likelihoods(COLLAPSE, catalogue_for("policy-gradient", find_playbooks()))
    assert known is not None
    assert (known.playbook, known.provenance) == ("policy-gradient", PROVENANCE)
    assert known.given[0].failure_mode == "entropy-collapse"
    assert all(one.p >= two.p for one, two in zip(known.given, known.given[1:], strict=False))
    assert all(1 > each.p > known.anyway > 0 for each in known.given)


def test_a_detector_the_playbook_does_not_know_has_none() -> None:
    stranger = replace(COLLAPSE, detector="of-a-lab")
    assert likelihoods(stranger, catalogue_for("policy-gradient", find_playbooks())) is None


@pytest.mark.parametrize("detector", [*DETECTORS, *ACROSS, *AGAINST], ids=lambda each: each.__name__)
def test_every_detector_has_likelihoods_in_some_playbook(detector: object) -> None:
    from importlib import import_module  # noqa: PLC0415 - by the detector's own module

    card = import_module(detector.__module__).CARD
    symptom = replace(COLLAPSE, detector=card.name)
    shelf = find_playbooks()
    general = ("deep-learning", "reinforcement-learning", "policy-gradient")
    known = (likelihoods(symptom, catalogue_for(each, shelf)) for each in (*general, *BUILT_IN))
    assert any(each is not None and each.given for each in known)
