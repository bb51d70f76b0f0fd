"""What the program says of a log, through its own front door: `coach symptoms --json` and the walk of `coach stuck`."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coach.cli.main import run
from coach.session.answers.answer import parse_data
from coach.session.form import ReadLogs
from coach.session.observations import symptom_evidence
from coach.session.symptom_evidence import SymptomEvidence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from coach.desk.coach import Coach
    from coach.desk.walk import Walk
    from coach.session.catalogue import Catalogue

ANYTHING: Mapping[str, object] = {
    "frame.working-on": "A run of the lab.",
    "frame.run-length": 10,
    "frame.run-price": None,
    "frame.tried": None,
    "expectation.expected": "It learns.",
    "expectation.observed": "Something else.",
    "evidence.known": [],
    "confusions.odd": [],
    "confusions.good": [],
    "hypotheses.own": ["The moon is full.", "A cable is loose.", "The wrong day."],
    "hypotheses.doubt": "It happens every day.",
    "evidence.symptoms": [],
    "evidence.contrasts": [],
    "evidence.changed": [],
    "evidence.facts": {},
}
"""What a person answers who knows nothing, by the key of the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One symptom that `coach symptoms --json` gave."""

    detector: str
    tag: str
    severity: str
    says: str
    onset_step: int | None
    raises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """The place of the true failure mode among all, from 1; 0 where the catalogue does not have it.

    Attributes:
        prior: before anything is known.
        by_logs: after the logs.
        by_class: after the symptom class.
        by_both: after both, as the walk orders its catalogue.
        shown: whether the walk shows it in its question what was not mentioned.
    """

    prior: int
    by_logs: int
    by_class: int
    by_both: int
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything the program said of one log."""

    playbook: str
    symptoms: tuple[Warned, ...]

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What is more than information."""
        return tuple(each for each in self.symptoms if each.severity != "info")


def symptoms_of(folder: Path) -> Said:
    """Give what `coach symptoms --json` says of a folder.

    Raises:
        AssertionError: the folder holds more than one run, or none, for the program.
    """
    data = _asked(folder)
    assert len(data["runs"]) == 1, f"{len(data['runs'])} runs in {folder}"
    (seen,) = data["runs"]
    return Said(playbook=seen["playbook"] or "", symptoms=tuple(map(_warned, seen["symptoms"])))


def symptoms_between(folder: Path) -> tuple[Warned, ...]:
    """Give what `coach symptoms --json` says between the runs of a folder."""
    return tuple(map(_warned, _asked(folder)["across_runs"]))


def _asked(folder: Path) -> dict[str, Any]:
    out = io.StringIO()
    with redirect_stdout(out):
        status = run(["symptoms", str(folder), "--json"])
    assert status == 0, f"coach symptoms ended with {status} at {folder}"
    data: dict[str, Any] = json.loads(out.getvalue())
    return data


def _warned(symptom: Mapping[str, Any]) -> Warned:
    return Warned(
        detector=symptom["detector"],
        tag=symptom["tag"],
        severity=symptom["severity"],
        says=symptom["says"],
        onset_step=symptom["onset_step"],
        raises=tuple(symptom["raises"]),
    )


def ranks_of(coach: Coach, folder: Path, playbook: str, symptom_class: str, modes: Collection[str]) -> Ranks:
    """Walk an investigation up to the catalogue, and give where the true failure mode stands.

    Args:
        coach: over a journal of its own.
        folder: the log.
        playbook: id of the catalogue.
        symptom_class: what the person says the run did.
        modes: ids of what is true; the best placed counts.
    """
    walk = coach.begin("stuck", title="lab", playbook=playbook, paths=[str(folder)])
    answers = {**ANYTHING, "expectation.class": symptom_class}
    while walk.question.key != "catalogue.picks":
        _go_on(walk, answers)
    options = getattr(walk.question.form, "options", ())
    catalogue = walk.place.catalogue
    seen, nothing = symptom_evidence(walk.session), SymptomEvidence()
    return Ranks(
        prior=_rank(catalogue, nothing, None, modes),
        by_logs=_rank(catalogue, seen, None, modes),
        by_class=_rank(catalogue, nothing, symptom_class, modes),
        by_both=_rank(catalogue, seen, symptom_class, modes),
        shown=any(option.id in modes for option in options),
    )


def _go_on(walk: Walk, answers: Mapping[str, object]) -> None:
    question = walk.question
    if isinstance(question.form, ReadLogs):
        walk.perform()
    elif question.key.startswith("evidence.judge."):
        walk.answer({"verdict": "evidence", "reason": ""})
    elif question.key == "hypotheses.favourite":
        walk.answer(question.form.options[0].id)  # type: ignore[union-attr]
    elif question.key in answers and answers[question.key] is None:
        walk.skip()
    else:
        walk.answer(parse_data(question, answers[question.key]))


def _rank(
    catalogue: Catalogue, seen: SymptomEvidence, symptom_class: str | None, modes: Collection[str]
) -> int:
    order = [mode.id for mode in catalogue.explaining(seen, symptom_class)]
    return min((order.index(each) + 1 for each in modes if each in order), default=0)
