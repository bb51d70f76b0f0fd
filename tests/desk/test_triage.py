from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.desk.given import Given
from coach.desk.packs import consulted, proposed, told_by_logs, told_by_symptoms
from coach.desk.triage import Told, triage
from coach.desk.unlogged import unlogged
from coach.errors import UsageError
from coach.runs import Run
from coach.runs.detectors.detect import detect
from coach.session.observations import symptom_evidence
from tests.playbook.coded_cases import CASES, INFERRED
from tests.playbook.conftest import BUILT_IN
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from coach.desk.coach import Coach
    from coach.session.catalogue import Catalogue

ANSWERS = {
    "frame.working-on": "a classifier",
    "frame.run-length": "10h",
    "expectation.expected": "it learns",
}
RIGHT = {
    **{key: case.right for key, case in CASES.items()},
    **{key: bug.right for key, bug in INFERRED.items()},
}


@cache
def catalogues() -> tuple[Catalogue, ...]:
    """The built-in playbooks."""
    made, faults = consulted((), ())
    assert faults == ()
    return made


def share_of(text: str, known: tuple[Catalogue, ...] | None = None) -> dict[str, float]:
    packs = proposed(catalogues() if known is None else known, text, {}, is_chosen=False)
    return {each.pack.catalogue.id: each.pack.share for each in packs}


def test_the_playbooks_that_name_their_words_and_the_general_one_are_consulted_the_general_first() -> None:
    built_on = [len(each.lineage) for each in catalogues()]

    assert catalogues()[0].id == "deep-learning"
    assert {each.id for each in catalogues()} == set(BUILT_IN)
    assert built_on == sorted(built_on)


def test_a_text_about_language_models_or_about_adapters_chooses_their_playbooks() -> None:
    assert share_of("pretraining a GPT: validation perplexity stalls")["language-models"] > 0.8
    assert share_of("QLoRA with PEFT: the adapter changes nothing")["fine-tuning"] > 0.9
    assert share_of("the ResNet overfits CIFAR images").get("fine-tuning", 0) < 0.05


def test_a_text_chooses_the_playbook_whose_field_it_speaks_of() -> None:
    assert share_of("the classifier overfits its images")["deep-learning"] > 0.6
    assert share_of("PPO: clip fraction and approx KL are zero")["policy-gradient"] > 0.9
    dqn = share_of("DQN: the agent's Q-values explode, the target network is copied each episode")
    assert dqn["value-based"] > 0.8
    assert dqn["value-based"] + dqn.get("reinforcement-learning", 0) > 0.95


SUPERVISED = run(series("epoch_loss", np.linspace(2, 1, 30)), series("epoch_accuracy", np.linspace(0, 1, 30)))
SUMMARISER = run(series("eval_loss", np.linspace(2, 1, 30)), series("eval_rouge1", np.linspace(0, 1, 30)))


def fitting(read: Run, text: str = "") -> dict[str, float]:
    known = catalogues()
    found = proposed(known, text, told_by_logs([read], known), is_chosen=False)
    return {each.pack.catalogue.id: each.pack.share for each in found}


def test_logs_that_are_no_agents_speak_for_every_field_but_reinforcement_learning() -> None:
    assert "reinforcement-learning" not in fitting(SUPERVISED)
    assert fitting(SUPERVISED, "a GAN with a discriminator")["generative"] > 0.5


def test_logs_of_an_agent_speak_for_no_other_field() -> None:
    agent = run(series("rollout/ep_rew_mean", np.arange(30)), series("loss", np.arange(30)))
    assert fitting(agent)["reinforcement-learning"] > 0.8
    assert "language-models" not in fitting(agent)


def test_scores_of_texts_speak_for_language_models() -> None:
    assert fitting(SUMMARISER)["language-models"] > 0.5
    assert max(fitting(run(series("answer_error", np.arange(30)))).values()) < 0.8


def test_the_speed_that_a_trainer_keeps_beside_its_settings_is_no_talk_of_speed() -> None:
    slow = replace(SUPERVISED, metadata={"train_samples_per_second": "3", "train_steps_per_second": "1"})
    assert fitting(slow) == fitting(SUPERVISED)


def test_a_playbook_whose_field_is_not_named_is_not_told_of_but_its_causes_are_weighed() -> None:
    text = "PPO on CartPole hangs: NCCL watchdog timeout, rank 0 waits"
    found = triage(Told(text=text), catalogues(), is_chosen=False)

    told = {each.pack.catalogue.id for each in found.packs}
    weighed = {each.catalogue.id for each in found.weighed}
    assert weighed == {each.id for each in catalogues()}
    assert told < weighed
    assert "generative" not in told
    assert "mode-collapse" in {each.mode.id for each in found.causes.causes}


def test_a_playbook_that_holds_a_likely_cause_is_told_of_however_little_speaks_for_its_field() -> None:
    found = triage(
        Told(text="FID is 8 in my code and 3 in the official one for the same samples"),
        catalogues(),
        is_chosen=False,
    )

    told = {each.pack.catalogue.id for each in found.packs}
    assert {each.pack for each in found.causes.causes[:5] if each.share > 0.01} <= told
    assert any(each.pack.share < 0.01 for each in found.packs)


def test_playbooks_that_nothing_speaks_for_take_no_more_together_than_one_of_them_would() -> None:
    known = catalogues()
    one = [
        each for each in known if each.id in {"deep-learning", "reinforcement-learning", "policy-gradient"}
    ]
    text = "the agent gets no reward"

    assert share_of(text, known)["reinforcement-learning"] == pytest.approx(
        share_of(text, tuple(one))["reinforcement-learning"], abs=0.02
    )


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
            for cause in triage(Told(text=bugs[bug_id]), catalogues(), is_chosen=False).causes.causes[:5]
        }
    ]

    assert len(bugs) == 66
    assert len(found) >= 12, sorted(set(sample) - set(found))


def test_facts_are_read_from_the_configuration_of_the_runs_unless_somebody_tells_them() -> None:
    half = Run(
        name="a",
        path=Path("a"),
        format="tensorboard",
        files=1,
        fingerprint="f",
        metadata={"precision": "16-mixed"},
    )
    read = triage(Told(text="nan", runs=(half,), found=((),)), catalogues(), is_chosen=False)
    told = triage(
        Told(text="nan", runs=(half,), found=((),), seen=("fact.precision.float32",)),
        catalogues(),
        is_chosen=False,
    )

    assert read.read == {"fact.precision.half"}
    assert told.read == frozenset()


def a_run(tags: dict[str, int]) -> Run:
    return run(*(series(tag, [1.0] * points) for tag, points in tags.items()))


@pytest.mark.parametrize(
    ("tags", "lacks"),
    [
        ({"train/loss": 40, "train/grad_norm": 40}, ""),
        ({"train/learning_rate": 40, "train/grad_norm": 40}, "loss-silent"),
        ({"train/loss": 10}, "nothing-judged"),
        ({"arena/glory": 40}, "nothing-judged"),
        ({"rollout/ep_rew_mean": 40, "train/entropy_loss": 40}, ""),
    ],
)
def test_what_the_logs_lack_is_named_unless_a_run_has_it(tags: dict[str, int], lacks: str) -> None:
    found = unlogged([a_run(tags)], [()])

    assert (found.id if found else "") == lacks
    assert unlogged([a_run(tags), a_run({"train/loss": 40})], [(), ()]) is None
    assert unlogged((), ()) is None


def test_an_investigation_that_comes_from_a_triage_asks_none_of_it_again(coach: Coach) -> None:
    given = Given(
        "nan after the upgrade",
        classes=("crash", "slow"),
        seen=("loss-spike",),
        stays_with=("eager",),
        changed=("version",),
        facts=("precision=half",),
    )
    walk = coach.begin("stuck", title="T", told=(given, ["deep-learning"]))
    asked = {}
    for _ in range(40):
        question = walk.question
        if question.key.startswith("hypotheses"):
            break
        asked[question.key] = question
        walk.answer_text(ANSWERS.get(question.key, ""))

    assert walk.session.opened is not None
    assert walk.session.opened.playbook == "deep-learning"
    assert not asked.keys() & {"expectation.observed", "expectation.class", "evidence.changed"}
    rows = {row.id for key in ("evidence.symptoms", "evidence.contrasts") for row in asked[key].form.all_rows}  # type: ignore[union-attr]
    assert "non-finite" in rows
    assert not rows & {"loss-spike", "contrast.eager"}
    assert symptom_evidence(walk.session).known >= {
        "loss-spike",
        "contrast.eager",
        "changed.version",
        "fact.precision.half",
    }


def test_what_a_triage_told_is_taken_back_in_one_go_and_the_session_stays(
    coach: Coach, tmp_path: Path
) -> None:
    told = (Given("nan", seen=("non-finite",)), ["deep-learning"])
    walk = coach.begin("stuck", paths=[str(tmp_path)], told=told)

    walk.undo()

    # The folder was named when the session was opened: nothing more can be taken back.
    assert walk.undo() is None
    assert walk.session.opened is not None
    assert symptom_evidence(walk.session).known == frozenset()


def test_the_first_playbook_that_knows_all_that_was_told_serves(coach: Coach) -> None:
    walk = coach.begin(
        "stuck", told=(Given("x", seen=("kl-near-zero",)), ["deep-learning", "policy-gradient"])
    )

    assert walk.session.opened is not None
    assert walk.session.opened.playbook == "policy-gradient"
    with pytest.raises(UsageError, match="no-such"):
        coach.begin("stuck", told=(Given("x", seen=("no-such",)), ["deep-learning"]))


def test_a_warning_that_one_special_playbook_alone_knows_chooses_that_playbook() -> None:
    parting = (np.concatenate([np.linspace(1, 2, 60), np.linspace(2, 2 + n, 60)]) for n in range(4))
    logged = run(*(series(f"rank{n}/param_norm", each) for n, each in enumerate(parting)))
    found = detect(logged)
    told = told_by_symptoms(found, catalogues())
    answer = triage(Told(runs=[logged], found=[found]), catalogues(), is_chosen=False)
    assert list(told) == ["several-devices"]
    assert answer.packs[0].pack.catalogue.id == "several-devices"
    assert "ranks hold different weights" in answer.packs[0].because
    assert {"gradients-not-synchronised", "replicas-drift"} <= {
        each.mode.id for each in answer.causes.causes[:4]
    }
