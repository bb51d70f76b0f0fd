"""Many runs with many things to say: a screen holds what is grave first, and the rest in a line each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.cli.symptom_look import Look, Seen
from coach.cli.symptom_overview import report_overview
from coach.runs import Note, NoteKind, Severity
from coach.runs.describing.run_state import RunState, Standing
from coach.runs.symptom import Symptom
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from pathlib import Path

KINDS = (
    "return-decline",
    "plateau-from-start",
    "worse-from-start",
    "entropy-growth",
    "kl-spike",
    "return-crash",
)
UNKNOWN = "{} tags, none known to me: not judged. Tell me which one is the return or the loss: coach tag NAME return"


def symptom(detector: str) -> Symptom:
    return Symptom(
        id=detector,
        detector=detector,
        tag="reward",
        severity=Severity.WARN,
        says="It is so.",
        source="",
        onset_step=10,
    )


def runs(folder: Path) -> list[Seen]:
    found = []
    for number in range(40):
        made = run(series("reward", np.arange(20.0)), name=f"lab/{number:02d}")
        note = Note(tuple(NoteKind)[number % len(NoteKind)], folder / "log", "something is odd there")
        state = (RunState.CRASHED, RunState.ENDED_EARLY, RunState.ENDED)[number % 3]
        symptoms = (symptom(KINDS[number % len(KINDS)]),) if number < 12 else ()
        why = UNKNOWN.format(number) if number >= 30 else ""
        made = replace(made, notes=(note,))
        found.append(Seen(made, symptoms, (), Standing(state, "it is so"), "", {}, {}, (), why))
    return found


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    report_overview(Look(tuple(runs(tmp_path)), (), {}, (), {}), ("alarm", "warn", "info"))
    return capsys.readouterr().out


def test_it_is_one_screen(said: str) -> None:
    assert len(said.splitlines()) <= 40


def test_every_kind_of_warning_has_its_line(said: str) -> None:
    for kind in KINDS:
        assert f"warn: {kind.replace('-', ' ')} in 2 of 40 runs" in said


def test_the_warnings_come_before_what_is_calm(said: str) -> None:
    assert said.index("warn: kl spike") < said.index("Nothing stands out in")


def test_runs_whose_tags_nobody_knows_are_one_line_with_what_to_do(said: str) -> None:
    told = " ".join(said.split())
    assert "not judged: 10 runs, of which 10 log no tag that is known to me: coach tag NAME return" in told
    assert told.count("Tell me which one") == 0


def test_notes_are_named_in_a_line(said: str) -> None:
    assert sum(line.startswith("Notes on ") for line in said.splitlines()) == 1


def test_each_way_to_end_is_one_line(said: str) -> None:
    assert sum(" crashed: " in line for line in said.splitlines()) == 1
    assert sum(" ended early: " in line for line in said.splitlines()) == 1
