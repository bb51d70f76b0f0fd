from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.session.symptom_evidence import SymptomEvidence
from tests.playbook.coded_cases import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.catalogue import Catalogue
    from tests.playbook.coded_cases import Case

SHOWN_AT_ONCE = 7


def is_shown(case: Case, catalogues: dict[str, Catalogue]) -> bool:
    best = catalogues[case.playbook].explaining(SymptomEvidence.of(case.symptoms), case.symptom_class)[
        :SHOWN_AT_ONCE
    ]
    return any(mode.id in case.right for mode in best)


def is_shown_without_evidence(case: Case, catalogues: dict[str, Catalogue]) -> bool:
    best = catalogues[case.playbook].for_premortem()[:SHOWN_AT_ONCE]
    return any(mode.id in case.right for mode in best)


def test_every_code_speaks_of_symptoms_and_modes_that_exist(catalogues: dict[str, Catalogue]) -> None:
    for case_id, case in CASES.items():
        made = catalogues[case.playbook]
        assert case.symptoms <= set(made.symptoms), case_id
        assert case.right <= {mode.id for mode in made.failure_modes}, case_id
        assert case.symptom_class in made.symptom_classes, case_id


def test_every_published_bug_with_a_stated_symptom_is_coded(shared_runs: Path) -> None:
    lines = (shared_runs.parent / "research" / "bugs.jsonl").read_text(encoding="utf-8").splitlines()
    bugs = [json.loads(line) for line in lines]

    assert {bug["id"] for bug in bugs if bug["symptom_basis"] == "stated"} == set(CASES)


def test_the_cause_is_among_the_first_seven_as_often_as_was_measured(
    catalogues: dict[str, Catalogue],
) -> None:
    shown = [case_id for case_id, case in CASES.items() if is_shown(case, catalogues)]
    by_weight_alone = [
        case_id for case_id, case in CASES.items() if is_shown_without_evidence(case, catalogues)
    ]

    assert len(CASES) == 52
    assert len(shown) >= 40, sorted(set(CASES) - set(shown))
    assert len(by_weight_alone) <= 23, (
        "the weights alone already name the cause; the comparison is out of date"
    )


@pytest.mark.parametrize(
    ("playbook", "symptoms", "symptom_class", "first"),
    [
        ("deep-learning", {"non-finite"}, "crash", "numeric-overflow"),
        ("deep-learning", {"non-finite", "gradient-growth"}, "crash", "exploding-gradients"),
        ("deep-learning", {"memory-growth"}, "crash", "memory-leak"),
        ("deep-learning", {"throughput-decay"}, "slow", "throughput-decay"),
        ("deep-learning", {"too-good"}, "too-good", "train-test-overlap"),
        ("deep-learning", {"validation-far-worse"}, "learned-then-broke", "overfitting"),
        ("deep-learning", {"gradients-missing"}, "never-learns", "graph-break"),
        ("deep-learning", {"seed-disagreement"}, "seeds-disagree", "seed-variance"),
        ("deep-learning", {"began-at-restart"}, "learned-then-broke", "checkpoint-incomplete"),
        ("reinforcement-learning", {"value-scale-large"}, "never-learns", "reward-scale"),
        ("reinforcement-learning", {"random-policy-never-rewarded"}, "never-learns", "reward-uninformative"),
        ("reinforcement-learning", {"goal-flat-while-reward-rises"}, "too-good", "reward-misspecified"),
        ("reinforcement-learning", {"seed-disagreement"}, "seeds-disagree", "seed-variance"),
        ("policy-gradient", {"entropy-collapse"}, "never-learns", "entropy-collapse"),
        ("policy-gradient", {"entropy-at-start"}, "never-learns", "entropy-stuck-max"),
        ("policy-gradient", {"entropy-stops-short"}, "never-learns", "entropy-stuck-constant"),
        ("policy-gradient", {"clip-fraction-high"}, "learned-then-broke", "kl-blowup"),
        ("policy-gradient", {"clip-fraction-zero"}, "learns-badly", "kl-too-low"),
        ("policy-gradient", {"kl-spike"}, "learned-then-broke", "kl-blowup"),
        ("policy-gradient", {"explained-variance"}, "never-learns", "value-not-learning"),
        ("policy-gradient", {"first-logged-ratio"}, "learns-badly", "ratio-not-one"),
    ],
)
def test_a_textbook_picture_puts_its_cause_first(
    playbook: str, symptoms: set[str], symptom_class: str, first: str, catalogues: dict[str, Catalogue]
) -> None:
    assert catalogues[playbook].explaining(SymptomEvidence.of(symptoms), symptom_class)[0].id == first


@pytest.mark.parametrize(
    "joined",
    ["clip-fraction", "update-ratio", "value-scale", "length-drift", "weight-norm", "targets-out-of-scale"],
)
def test_a_symptom_of_an_earlier_session_that_joined_two_directions_moves_nothing(
    joined: str, catalogues: dict[str, Catalogue]
) -> None:
    # Nobody can tell any more which direction it was; what the person said of it stays in the session.
    made = catalogues["policy-gradient"]
    assert joined not in made.symptoms
    assert made.explaining(SymptomEvidence.of({joined})) == made.explaining(SymptomEvidence())


@pytest.mark.parametrize(
    ("hypotheses", "best"),
    [
        ({"entropy-collapse", "reward-uninformative"}, {"ten-times-the-entropy-bonus", "count-the-actions"}),
        ({"ratio-not-one", "kl-blowup"}, {"first-ratio", "one-epoch-an-update"}),
        (
            {"reward-scale", "buffer-misalignment"},
            {"rescale-reward", "trace-one-trajectory", "probe-environments"},
        ),
        ({"seed-variance", "graph-break"}, {"three-more-seeds", "gradients-by-layer", "probe-environments"}),
        ({"unnormalised-inputs", "lr-too-high"}, {"decode-a-batch", "statistics-at-every-consumer"}),
        ({"reward-misspecified", "obs-missing-info"}, {"scripted-policy", "watch-episodes"}),
    ],
)
def test_the_most_telling_experiment_is_one_an_expert_would_name(
    hypotheses: set[str], best: set[str], catalogues: dict[str, Catalogue]
) -> None:
    assert catalogues["policy-gradient"].experiments_for(hypotheses)[0].id in best
