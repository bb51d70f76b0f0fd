"""What event files hold besides scalars."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tensorboardX import SummaryWriter

from coach.runs import NoteKind
from coach.runs.readers.event_files.tbparse_rest import read_rest

ROOT = Path(__file__).resolve().parents[2]
READING = """
from pathlib import Path
from coach.runs import read_runs
from coach.runs.detectors.detect import detect
for run in read_runs([Path("coach/demo/logs")]):
    detect(run)
"""


@pytest.mark.filterwarnings("ignore")
def test_hyperparameters_texts_histograms_and_tensors_are_read_when_asked_for(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_hparams({"lr": 0.1, "name": "base", "double": True}, {"score": 1.0}, name="h")
        writer.add_text("words", "[link](x) <b>", 7)
        writer.add_histogram("weights", np.arange(10.0), 3)
        writer.add_pr_curve("curve", np.array([0, 1, 1]), np.array([0.2, 0.7, 0.9]), 5)
    rest = read_rest(sorted(tmp_path.rglob("events*")))
    assert rest.hyperparameters == {"lr": 0.1, "name": "base", "double": True}
    assert [(text.step, text.text) for text in rest.texts] == [(7, "[link](x) <b>")]
    (histogram,) = rest.histograms
    assert histogram.step == 3
    assert histogram.counts.sum() == pytest.approx(10)
    (tensor,) = rest.tensors
    assert (tensor.tag, tensor.step, tensor.value.shape) == ("curve", 5, (6, 127))
    assert rest.notes == ()


@pytest.mark.filterwarnings("ignore")
def test_a_file_that_is_gone_becomes_a_note(tmp_path: Path) -> None:
    assert [note.kind for note in read_rest([tmp_path / "events.out.tfevents.1.gone"]).notes] == [
        NoteKind.UNREADABLE
    ]


@pytest.mark.parametrize(
    ("code", "forbidden"),
    [
        ("import coach.runs", {"numpy", "pandas", "tensorboard", "tbparse", "yaml"}),
        ("from coach.runs import Run, Note, Symptom, Severity", {"numpy", "pandas", "tensorboard"}),
        (
            READING,
            {"pandas", "tensorboard", "tbparse", "scipy", "textual"},
        ),
    ],
    ids=["the room", "its values", "reading and noticing"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str, forbidden: set[str]) -> None:
    probe = f"{code}\nimport sys; print(sorted(set({sorted(forbidden)!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
