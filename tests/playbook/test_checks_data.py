"""What one is told to type for data, evaluation and checkpoints: it compiles, and tells with and without the fault."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import wave
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.playbook.test_built_in import content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

PACK = "deep-learning"
SHELL = "$ "
RNG = np.random.default_rng(1)

# Twenty groups of five examples each; ten classes; a hundred examples in time.
GROUPS = np.repeat(np.arange(20), 5)
SHUFFLED = RNG.permutation(100)
TIMES = np.arange(100)
TEN_CLASSES = RNG.integers(0, 10, 400)
MOSTLY_RIGHT = np.where(RNG.random(400) < 0.9, TEN_CLASSES, RNG.integers(0, 10, 400))
RARE = (RNG.random(2000) < 0.05).astype(int)
COIN = RNG.integers(0, 2, 60)
NOISE = RNG.normal(size=(60, 400))
TRUE_PROBABILITY = RNG.beta(1, 9, 4000)
HAPPENED = (RNG.random(4000) < TRUE_PROBABILITY).astype(int)
PRICES = RNG.normal(200_000, 50_000, 300)
OUTLINE = np.zeros((32, 32), dtype=int)
OUTLINE[4:14, 3:12] = 1
CORNERS = np.array([[10.0, 20, 60, 90], [300, 200, 380, 290], [5, 5, 395, 295]])
SIZES = np.c_[CORNERS[:, :2], CORNERS[:, 2:] - CORNERS[:, :2]]
AGES = np.round(RNG.normal(45, 12, 500), 1)
CITIES = RNG.integers(0, 12, 600)
GOOD_CITIES = RNG.random(12)[CITIES] > 0.5
IMAGES = RNG.integers(0, 256, (40, 4, 4, 3))


def typed(kind: str) -> dict[str, str]:
    """Give what is to be typed for the checks, or the repairs, by failure mode."""
    modes = content_of(PACK).failure_modes
    return {key: getattr(mode, kind).code for key, mode in modes.items() if getattr(mode, kind).code}


def run(mode_id: str, given: Mapping[str, object], capsys: pytest.CaptureFixture[str]) -> str:
    exec(typed("check")[mode_id], dict(given))  # noqa: S102 - our own checks
    return " ".join(capsys.readouterr().out.split())


def number_after(words: str, said: str) -> float:
    found = re.search(re.escape(words) + r"\D*?(-?[0-9.]+(?:e-?[0-9]+)?)", said)
    assert found, (words, said)
    return float(found[1].rstrip("."))


@pytest.mark.parametrize("kind", ["check", "repair"])
def test_what_is_to_be_typed_compiles(kind: str) -> None:
    for mode_id, code in typed(kind).items():
        python = [line for line in code.splitlines() if not line.startswith(SHELL)]
        compile("\n".join(python), mode_id, "exec")
        assert len(code.splitlines()) <= 15, mode_id


def accuracy(predicted: NDArray[np.int64], targets: NDArray[np.int64]) -> float:
    return float((predicted == targets).mean())


def recall(predicted: NDArray[np.int64], targets: NDArray[np.int64]) -> float:
    return float(((predicted == 1) & (targets == 1)).sum() / max(1, (targets == 1).sum()))


def found_of(column: Numbers, targets: Numbers) -> float:
    """Score a nearest-mean rule on the second half of the rows, fitted on the first."""
    half = len(targets) // 2
    middles = [column[:half][targets[:half] == each].mean(axis=0) for each in (0, 1)]
    far = [((column[half:] - middle) ** 2).sum(axis=1) for middle in middles]
    return float(((far[1] < far[0]) == targets[half:]).mean())


def chosen_on_all(features: Numbers, targets: Numbers) -> float:
    best = np.abs((features * (2 * targets - 1)[:, None]).mean(axis=0)).argsort()[-10:]
    return found_of(features[:, best], targets)


def chosen_on_training(features: Numbers, targets: Numbers) -> float:
    half = len(targets) // 2
    best = np.abs((features[:half] * (2 * targets[:half] - 1)[:, None]).mean(axis=0)).argsort()[-10:]
    return found_of(features[:, best], targets)


Given = dict[str, object]


@pytest.mark.parametrize(
    ("mode_id", "words", "faulty", "sound", "told_apart_at"),
    [
        (
            "examples-left-out",
            "never",
            {"expected_keys": range(10), "batches": [[0, 1, 2], [3, 4, 5]], "keys_of": list},
            {"expected_keys": range(6), "batches": [[0, 1, 2], [3, 4, 5]], "keys_of": list},
            1,
        ),
        (
            "group-leakage",
            "with",
            {"training_groups": GROUPS[SHUFFLED[:80]], "test_groups": GROUPS[SHUFFLED[80:]]},
            {"training_groups": GROUPS[:80], "test_groups": GROUPS[80:]},
            1,
        ),
        (
            "time-leakage",
            "test period",
            {"training_times": TIMES[SHUFFLED[:80]], "test_times": TIMES[SHUFFLED[80:]], "reach": 5},
            {"training_times": TIMES[:75], "test_times": TIMES[80:], "reach": 5},
            0.01,
        ),
        (
            "target-leakage",
            "alone",
            {"features": np.c_[NOISE[:, :3], COIN * 7 + 1], "names": list("abcd"), "target": COIN},
            {"features": NOISE[:, :4], "names": list("abcd"), "target": COIN},
            0.98,
        ),
        (
            "fitted-before-split",
            "shuffled targets",
            {"score_of": chosen_on_all, "features": NOISE, "targets": COIN},
            {"score_of": chosen_on_training, "features": NOISE, "targets": COIN},
            0.7,
        ),
        (
            "integer-overflow",
            "largest difference",
            {"step": lambda x: x + 40, "x": np.array([[10, 250]], dtype=np.uint8)},
            {
                "step": lambda x: np.clip(x.astype(np.float32) + 40, 0, 255),
                "x": np.array([[10, 250]], dtype=np.uint8),
            },
            1,
        ),
        (
            "tuned-on-test",
            "falls on the other by",
            {"right": (np.random.default_rng(2).random((60, 100)) < 0.7).astype(float)},
            {"right": (np.random.default_rng(2).random((1, 100)) < 0.7).astype(float)},
            0.04,
        ),
        (
            "wrong-split-evaluated",
            "evaluated,",
            {"key_of": str, "training": range(10), "evaluated": range(10)},
            {"key_of": str, "training": range(10), "evaluated": range(20, 30)},
            5,
        ),
        (
            "data-position-lost",
            "as at the start",
            {"start": list("abcd"), "due": list("efgh"), "resumed": list("abcd")},
            {"start": list("abcd"), "due": list("efgh"), "resumed": list("efgh")},
            2,
        ),
    ],
)
def test_a_number_tells(
    *,
    mode_id: str,
    words: str,
    faulty: Given,
    sound: Given,
    told_apart_at: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert number_after(words, run(mode_id, faulty, capsys)) >= told_apart_at
    assert number_after(words, run(mode_id, sound, capsys)) < told_apart_at


def test_probabilities_of_a_resampled_model_lie_above_the_true_share(
    capsys: pytest.CaptureFixture[str],
) -> None:
    odds = TRUE_PROBABILITY / (1 - TRUE_PROBABILITY) * 9
    for probability, far in ((odds / (1 + odds), True), (TRUE_PROBABILITY, False)):
        said = run("resampling-shifts-prior", {"probability": probability, "target": HAPPENED}, capsys)
        gap = number_after("mean predicted", said) - number_after("true share", said)
        assert (gap > 0.1) is far


def test_the_repair_of_a_resampled_model_brings_the_shares_back() -> None:
    odds = TRUE_PROBABILITY / (1 - TRUE_PROBABILITY) * 9
    given = {"probability": odds / (1 + odds), "trained": 0.5, "true": 0.1}
    exec(typed("repair")["resampling-shifts-prior"], given)  # noqa: S102 - our own repair
    assert given["probability"] == pytest.approx(TRUE_PROBABILITY, abs=0.01)


@pytest.mark.parametrize(("targets", "outside"), [([1, 2, 3, 255], "3"), ([0, 1, 2, 255], "")])
def test_a_class_number_outside_the_output_is_named(
    targets: list[int], outside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"targets": np.array(targets), "outputs": 3, "ignore_index": 255}
    assert f"outside: [{outside}]" in run("class-number-out-of-range", given, capsys)


@pytest.mark.parametrize(("body", "mappings"), [("set(NAMES)", 2), ("sorted(NAMES)", 1)])
def test_class_numbers_from_a_set_differ_between_starts(tmp_path: Path, body: str, mappings: int) -> None:
    names = [f"class {i}" for i in range(20)]
    (tmp_path / "my_data.py").write_text(
        f"NAMES = {names}\ndef class_numbers():\n    return {{n: i for i, n in enumerate({body})}}\n"
    )
    line = typed("check")["class-numbers-change"].splitlines()[0].removeprefix(SHELL)
    line = line.replace(" python ", f" {sys.executable} ")
    said = subprocess.run(  # noqa: S602 - our own check
        line, shell=True, cwd=tmp_path, env=dict(os.environ), check=True, capture_output=True, text=True
    ).stdout
    assert len(said.splitlines()) == 3
    assert min(2, len(set(said.splitlines()))) == mappings


@pytest.mark.parametrize(("predicted", "slope"), [((PRICES - 200_000) / 50_000, 50_000), (PRICES, 1)])
def test_a_target_that_was_not_scaled_back_has_another_slope(
    predicted: Numbers, slope: float, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("target-not-scaled-back", {"predicted": predicted, "raw": PRICES}, capsys)
    assert number_after("raw is about", said) == pytest.approx(slope, rel=0.01)


@pytest.mark.parametrize(("seen", "new"), [([0, 5, 10], "[5]"), ([0, 10, 10], "[]")])
def test_new_values_of_a_mask_are_named(
    seen: list[int], new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"raw_mask": np.array([0, 0, 10]), "seen_mask": np.array(seen)}
    assert f"new values {new}" in run("mask-interpolated", given, capsys)


def test_the_form_that_pretrained_weights_expect_scores_best(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = IMAGES[..., ::-1].astype(np.float32) / 127.5 - 1
    given = {"images": IMAGES, "score_of": lambda batch: -round(float(np.abs(batch - wanted).mean()), 3)}
    said = run("pretrained-input-format", given, capsys)
    scores = [float(each) for each in re.findall(r"[BR] (-[0-9.]+)", said)]
    assert len(scores) == 8
    assert max(scores) == scores[5] > -0.01


@pytest.mark.parametrize("shift", [0, 3])
def test_random_transforms_in_evaluation_show_in_two_readings(
    shift: int, capsys: pytest.CaptureFixture[str]
) -> None:
    class HeldOut:
        def __init__(self) -> None:
            self.read = 0

        def __getitem__(self, index: int) -> tuple[Numbers, int]:
            self.read += 1
            return np.roll(np.arange(12.0) + index, shift * self.read), 0

    said = run("augmented-validation", {"held_out": HeldOut()}, capsys)
    assert (said.split()[1::2] == ["0.0"] * 20) is (shift == 0)


@pytest.mark.parametrize("together", [True, False])
def test_an_annotation_that_stays_behind_loses_its_overlap(
    *, together: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    def augment(image: Numbers, mask: Numbers) -> tuple[Numbers, Numbers]:
        return image[:, ::-1], mask[:, ::-1] if together else mask

    said = run("annotation-not-transformed", {"augment": augment, "mask": OUTLINE}, capsys)
    assert said.split().count("1.0") == (20 if together else 0)


@pytest.mark.parametrize(("boxes", "form"), [(CORNERS, "corners"), (SIZES, "corner, size")])
def test_the_form_of_boxes_is_the_one_that_fits(
    boxes: Numbers, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run("box-format", {"boxes": boxes, "width": 400, "height": 300}, capsys)
    fitting = [each for each in ("corners", "corner, size", "centre, size") if f"{each} 1.0" in said]
    assert fitting == [form]


@pytest.mark.parametrize("coded", [True, False])
def test_a_code_for_missing_is_named(*, coded: bool, capsys: pytest.CaptureFixture[str]) -> None:
    column = np.where(np.arange(500) % 10 == 0, -999, AGES) if coded else AGES
    said = run("missing-coded-as-number", {"features": column[:, None], "names": ["age"]}, capsys)
    assert ("age is -999.0 in 10.0%" in said) is coded


@pytest.mark.parametrize("depends", [True, False])
def test_codes_used_as_quantities_depend_on_their_numbering(
    *, depends: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    def line(columns: Numbers) -> float:
        if not depends and columns.shape[1] == 1:
            columns = np.eye(12)[columns[:, 0].astype(int)]
        x = np.c_[columns, np.ones(len(columns))]
        weights = np.linalg.lstsq(x, GOOD_CITIES.astype(float), rcond=None)[0]
        return round(float(((x @ weights > 0.5) == GOOD_CITIES).mean()), 3)

    scores = re.findall(
        r"[0-9]\.[0-9]+", run("codes-as-magnitudes", {"codes": CITIES, "score_of": line}, capsys)
    )
    assert len(scores) == 5
    assert (len(set(scores)) > 1) is depends


@pytest.mark.parametrize("stale", [True, False])
def test_stale_features_differ_from_those_made_now(
    *, stale: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"count": 50, "computed": lambda i: [i, 1.0], "cached": lambda i: [i, 0.0 if stale else 1.0]}
    said = run("stale-features", given, capsys)
    assert said.count("difference 1.0" if stale else "difference 0.0") == 20


def test_the_rate_of_audio_files_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, rate in (("a.wav", 8000), ("b.wav", 16000)):
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(b"\0\0" * 10)
    said = run("audio-rate", {"paths": sorted(tmp_path.iterdir()), "wanted": 16000}, capsys)
    assert "(8000, 1, 16)" in said


@pytest.mark.parametrize(("shift", "told"), [(3.0, True), (0.0, False)])
def test_shifted_data_are_told_from_training(
    *, shift: float, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(3)
    given = {"before": rng.normal(size=(400, 5)), "now": rng.normal(size=(400, 5)) + shift * np.eye(5)[1]}
    said = run("distribution-shift", given, capsys)
    assert (number_after("told apart", said) > number_after("chance", said) + 0.2) is told


@pytest.mark.parametrize("by_batch", [True, False])
def test_a_logged_mean_over_batches_is_recognised(
    *, by_batch: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted = (RARE & (np.arange(2000) % 3 > 0)).astype(int)
    parts = [recall(predicted[i : i + 32], RARE[i : i + 32]) for i in range(0, 2000, 32)]
    logged = float(np.mean(parts)) if by_batch else recall(predicted, RARE)
    given = {"predicted": predicted, "targets": RARE, "score": recall, "logged": logged}
    said = run("metric-averaged-over-batches", given, capsys)
    assert (number_after("logged", said) == number_after("mean over batches of 32", said)) is by_batch
    assert (number_after("logged", said) == number_after("all at once", said)) is not by_batch


@pytest.mark.parametrize("kept", [True, False])
def test_a_metric_that_is_not_reset_gives_the_weak_model_another_score(
    *, kept: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: dict[str, float] = defaultdict(float)

    def evaluate(share: float) -> float:
        if not kept:
            counts.clear()
        counts["right"] += share * 100
        counts["all"] += 100
        return counts["right"] / counts["all"]

    said = run("metric-not-reset", {"evaluate": evaluate, "weak": 0.1, "good": 0.9}, capsys)
    assert said.endswith("carried over" if kept else "clean")


def test_the_averages_of_one_table_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    targets = np.r_[np.zeros(90, dtype=int), np.ones(10, dtype=int)]
    predicted = np.r_[np.zeros(95, dtype=int), np.ones(5, dtype=int)]
    said = run("averages-confused", {"predicted": predicted, "targets": targets, "classes": 3}, capsys)
    assert number_after("micro", said) == pytest.approx(0.95)
    assert number_after("weighted", said) == pytest.approx(0.9423, abs=1e-3)
    assert number_after("macro", said) == pytest.approx(0.5466, abs=1e-3)
    assert number_after("that occur", said) == pytest.approx(0.8198, abs=1e-3)


@pytest.mark.parametrize(("best", "higher"), [(0.74, False), (0.90, True)])
def test_the_best_of_many_is_held_against_the_best_of_equals(
    *, best: float, higher: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    scores = np.r_[np.full(39, 0.7), best]
    said = run("best-of-many", {"scores": scores, "error": 0.02}, capsys)
    assert (number_after("best", said) > number_after(" to", said)) is higher


@pytest.mark.parametrize(("turned", "renamed"), [(True, True), (False, False)])
def test_a_renamed_class_list_is_recognised(
    *, turned: bool, renamed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    predicted = (MOSTLY_RIGHT + 3) % 10 if turned else MOSTLY_RIGHT
    given = {"predicted": predicted, "targets": TEN_CLASSES, "classes": 10}
    said = run("evaluation-label-map", given, capsys)
    assert number_after("with classes renamed", said) > 0.85
    assert (number_after("as it is", said) < 0.1) is renamed
    assert "answers used 10 of 10" in said


def test_settings_that_differ_from_the_baseline_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    given = {"ours": {"epochs": 2000, "lr": 0.1}, "baseline": {"epochs": 1000, "lr": 0.1}}
    assert run("unequal-baseline", given, capsys) == "epochs: ours 2000, baseline 1000"


def test_the_last_checkpoint_by_name_is_not_the_one_by_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for step in (9000, 10000):
        (tmp_path / f"step_{step}.pt").touch()
    said = run("wrong-checkpoint", {"folder": tmp_path, "loaded": tmp_path / "step_9000.pt"}, capsys)
    assert "by name step_9000.pt by number step_10000.pt" in said
    assert said.endswith("loaded step_9000.pt")


def test_a_truncated_checkpoint_is_called_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "a.pt", "w") as archive:
        archive.writestr("data", b"weights" * 100)
    (tmp_path / "b.pt").write_bytes((tmp_path / "a.pt").read_bytes()[:400])
    said = run("checkpoint-truncated", {"folder": tmp_path}, capsys)
    assert re.search(r"a\.pt \d+ whole b\.pt 400 broken", said)


class Tensor:
    """As much of a tensor as a check of shared memory asks for."""

    def __init__(self, place: int) -> None:
        self.place = place

    def data_ptr(self) -> int:
        return self.place


@pytest.mark.parametrize(("kept_at", "told"), [(1, "1 of 1"), (2, "0 of 1")])
def test_a_best_state_that_shares_memory_is_named(
    kept_at: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    class Model:
        state_dict: Callable[[Model], dict[str, Tensor]] = lambda _: {"w": Tensor(1)}

    given = {"model": Model(), "best_state": {"w": Tensor(kept_at)}}
    assert told in run("best-weights-overwritten", given, capsys)
