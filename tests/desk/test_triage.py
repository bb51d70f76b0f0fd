from __future__ import annotations

import json
from typing import TYPE_CHECKING

from coach.desk.packs import consulted, proposed
from coach.desk.triage import Told, triage
from tests.playbook.coded_cases import CASES, INFERRED

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.catalogue import Catalogue

RIGHT = {
    **{key: case.right for key, case in CASES.items()},
    **{key: bug.right for key, bug in INFERRED.items()},
}
CATALOGUES, FAULTS = consulted((), ())


def share_of(text: str, catalogues: tuple[Catalogue, ...] = CATALOGUES) -> dict[str, float]:
    packs = proposed(catalogues, text, {}, is_chosen=False)
    return {each.pack.catalogue.id: each.pack.share for each in packs}


def test_the_playbooks_that_name_their_words_and_the_general_one_are_consulted_the_general_first() -> None:
    assert [each.id for each in CATALOGUES] == ["deep-learning", "reinforcement-learning", "policy-gradient"]
    assert FAULTS == ()


def test_a_text_chooses_the_playbook_whose_field_it_speaks_of() -> None:
    assert share_of("the classifier overfits its images")["deep-learning"] > 0.6
    assert share_of("PPO: clip fraction and approx KL are zero")["policy-gradient"] > 0.9
    dqn = share_of("DQN: the agent's Q-values explode, the target network is copied each episode")
    assert dqn["reinforcement-learning"] + dqn["policy-gradient"] > 0.95


def test_the_true_cause_is_among_the_first_five_as_often_as_was_measured(shared_runs: Path) -> None:
    # Every third bug, for time; all of them: tests/benchmarks/recall.py.
    lines = (shared_runs.parent / "research" / "bugs.jsonl").read_text(encoding="utf-8").splitlines()
    right = {key: each for key, each in RIGHT.items() if each}
    bugs = {bug["id"]: bug["symptom"] for bug in map(json.loads, lines) if bug["id"] in right}
    sample = sorted(bugs)[::3]

    found = [
        bug_id
        for bug_id in sample
        if right[bug_id]
        & {
            cause.mode.id
            for cause in triage(Told(text=bugs[bug_id]), CATALOGUES, is_chosen=False).causes.causes[:5]
        }
    ]

    assert len(bugs) == 65
    assert len(found) >= 12, sorted(set(sample) - set(found))
