"""Every real source is read without an exception, and what is notable about it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, Run, Severity, Symptom, read_runs
from coach.runs.comparing.siblings import last_steps_of_others
from coach.runs.describing.run_state import RunState, standing
from coach.runs.detectors.detect import detect, detect_across

if TYPE_CHECKING:
    from pathlib import Path

HEALTHY = (
    "galaxian-ppo",
    "jsbsim-sac",
    "sb3-racer-progress",
    "spinup-alm",
    "hf-mt5-summarise",
    "hf-whisper-bashkir",
    "hf-chatglm-checkpoints",
    "lightning-naf",
    "keras-tf2-v2",
    "keras-cnn-tf2",
    "wandb-test-asset",
    "zoo-monitors",
)


def look(folder: Path) -> list[tuple[Run, Symptom]]:
    return [(run, symptom) for run in read_runs([folder]) for symptom in detect(run)]


def across(folder: Path) -> list[Symptom]:
    return list(detect_across(read_runs([folder])))


@pytest.mark.shared
def test_every_source_is_read_and_says_what_is_there(shared_runs: Path) -> None:
    for folder in sorted(path for path in shared_runs.iterdir() if path.is_dir()):
        runs = read_runs([folder])
        assert runs
        assert all(run.series or run.notes for run in runs), folder.name
        detect_across(runs)


@pytest.mark.shared
@pytest.mark.parametrize("source", HEALTHY)
def test_healthy_runs_raise_no_false_alarm(shared_runs: Path, source: str) -> None:
    assert [
        symptom.says for _, symptom in look(shared_runs / source) if symptom.severity is not Severity.INFO
    ] == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "run", "detector"),
    [
        ("cs285-2020-pg-dqn", "hw3_q4_ac_1_1", "worse-from-start"),
        ("cs285-2020-pg-dqn", "hw3_q3_dqn_b_128_LunarLander", "return-decline"),
        ("cs285-2020-pg-dqn", "hw3_q2_dqn_3_LunarLander", "return-decline"),
        ("cs285-2020-pg-dqn", "hw3_q2_doubledqn_0_LunarLander", "return-decline"),
        ("jbw-dqn-ppo-seeds", "buffer_size=1000000/seed_1", "return-decline"),
        ("jbw-dqn-ppo-seeds", "PPO_JBW-cycle-1e6", "return-crash"),
        ("jbw-dqn-ppo-seeds", "seed_1/PPO_1", "explained-variance"),
        ("unity-pendulum-resume", "ppo", "return-silent"),
        ("unity-pendulum-resume", "Test1", "value-loss-growth"),
        ("atari-progress-csv", "logs2", "plateau-from-start"),
        ("unity-tfg-combat", "TryThreeCombat", "plateau-from-start"),
        ("unity-tfg-combat", "TrySevenCombat", "return-decline"),
        ("jbw-dqn-ppo-seeds", "seed_5/PPO_1", "kl-near-zero"),
        ("unity-tfg-combat", "TryThreeCombat", "entropy-growth"),
        ("unity-pendulum-resume", "Test1", "return-silent"),
        ("unity-autonomous-car", "test33", "return-decline"),
        ("unity-jumper", "CubeAgent4", "entropy-collapse"),
        ("unity-jumper", "CubeAgent5", "return-silent"),
        ("unity-soccer-poca", "poca", "entropy-at-start"),
        ("unity-soccer-poca", "poca", "plateau-from-start"),
        ("jbw-dqn-ppo-seeds", "seed_5/PPO_1", "undefined-metric"),
        ("jbw-dqn-ppo-seeds", "seed_5/PPO_1", "entropy-collapse"),
        ("jbw-dqn-ppo-seeds", "seed_1/PPO_1", "plateau-from-start"),
        ("hollowknight-ppo", "PPO_22", "kl-spike"),
        ("hollowknight-ppo", "PPO_22", "explained-variance"),
        ("spinup-grid2op", "grid2op_test1", "kl-spike"),
        ("atari-progress-csv", "logs", "plateau-from-start"),
    ],
)
def test_what_is_notable_is_noticed(shared_runs: Path, source: str, run: str, detector: str) -> None:
    assert [
        symptom
        for seen, symptom in look(shared_runs / source)
        if run in seen.name and symptom.detector == detector
    ]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "detector", "runs"),
    [
        ("cartpole-ppo-repeats", "identical-runs", 6),
        ("rl4avs-wandb-offline", "identical-runs", 3),
        ("ppo-pytorch-csv", "seed-disagreement", 3),
        ("jbw-dqn-ppo-seeds", "seed-disagreement", 4),
        ("cs285-2020-pg-dqn", "seed-disagreement", 5),
        ("jbw-dqn-ppo-seeds", "shared-fall", 15),
    ],
)
def test_what_shows_between_runs_is_noticed(shared_runs: Path, source: str, detector: str, runs: int) -> None:
    assert [
        each
        for each in across(shared_runs / source)
        if each.detector == detector and f"{runs} runs" in each.says
    ]


@pytest.mark.shared
def test_what_is_as_it_should_be_is_no_warning(shared_runs: Path) -> None:
    """Short tasks beside long ones, demonstrations before the first policy, clipping that does no harm."""
    assert not [each for each in across(shared_runs / "ppo-pytorch-csv") if each.detector == "dead-trials"]
    for source, name, detector in (
        ("cs285-2019-tf1", "test_dg_humanoid", "plateau-from-start"),
        ("spinup-grid2op", "50itersnonregl", "clip-fraction-high"),
        ("tensorboard-kinds-demo", "YOLOv2", "learning-rate-early"),
    ):
        found = [
            symptom.says
            for run, symptom in look(shared_runs / source)
            if name in run.name and symptom.detector == detector and symptom.severity is not Severity.INFO
        ]
        assert found == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "run", "detector", "between"),
    [
        ("jbw-dqn-ppo-seeds", "PPO_JBW-cycle-1e6", "return-crash", (1_000_000, 1_020_000)),
        ("jbw-dqn-ppo-seeds", "buffer_size=1000000/seed_4", "return-decline", (990_000, 1_020_000)),
        ("jbw-dqn-ppo-seeds", "buffer_size=100000/seed_4", "return-decline", (990_000, 1_020_000)),
        ("hollowknight-ppo", "PPO_22", "kl-spike", (20_000, 24_000)),
        ("unity-jumper", "CubeAgent4", "entropy-collapse", (4_000, 4_000)),
        ("cs285-2020-pg-dqn", "hw3_q3_dqn_b_128", "return-decline", (350_000, 400_000)),
        ("unity-autonomous-car", "test33", "return-decline", (300_000, 350_000)),
    ],
)
def test_onsets_are_where_the_curves_turn(
    shared_runs: Path, source: str, run: str, detector: str, between: tuple[int, int]
) -> None:
    found = [
        symptom.onset_step
        for seen, symptom in look(shared_runs / source)
        if run in seen.name and symptom.detector == detector
    ]
    assert found
    assert all(step is not None and between[0] <= step <= between[1] for step in found)


@pytest.mark.shared
def test_warm_up_is_not_taken_for_a_decay_of_throughput(shared_runs: Path) -> None:
    for source in ("jbw-dqn-ppo-seeds", "jsbsim-sac", "sb3-racer-progress"):
        assert not [s for _, s in look(shared_runs / source) if s.detector == "throughput-decay"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("reducer-duplicate-steps", NoteKind.RESTART_OVERLAP),
        ("crazyflie-many-files", NoteKind.TRAININGS),
        ("unity-pendulum-resume", NoteKind.RESTART),
        ("unity-soccer-poca", NoteKind.NOT_A_LOG),
        ("rl4avs-wandb-offline", NoteKind.NO_SCALARS),
        ("hf-chatglm-checkpoints", NoteKind.SAME_RUN),
        ("yolov5-short-runs", NoteKind.SAME_RUN),
        ("wandb-resnet", NoteKind.TRUNCATED_TAIL),
        ("tf1-histograms", NoteKind.OTHER_RECORDS),
        ("spinup-grid2op", NoteKind.OTHER_RECORDS),
    ],
)
def test_what_is_odd_about_the_files_is_noted(shared_runs: Path, source: str, kind: NoteKind) -> None:
    assert kind in [note.kind for run in read_runs([shared_runs / source]) for note in run.notes]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "run", "state"),
    [
        ("cartpole-ppo-repeats", "PPO_6", RunState.ENDED_EARLY),
        ("cartpole-ppo-repeats", "PPO_5", RunState.ENDED),
        ("hf-whisper-bashkir", "", RunState.ENDED),
        ("hf-mt5-summarise", "", RunState.ENDED_EARLY),
        ("mlruns-forecast", "", RunState.ENDED),
        ("yolov5-short-runs", "train/exp3", RunState.ENDED),
        ("yolov5-short-runs", "train/exp4", RunState.ENDED_EARLY),
    ],
)
def test_what_became_of_a_run_is_told(shared_runs: Path, source: str, run: str, state: RunState) -> None:
    runs = read_runs([shared_runs / source])
    others = last_steps_of_others(runs)
    found = {
        standing(each, 1.8e9, others.get(id(each), ())).state
        for each in runs
        if run in each.name and each.points
    }
    assert found == {state}
