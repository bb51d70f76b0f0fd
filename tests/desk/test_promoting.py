"""A closed session's confirmed cause goes into a playbook of one's own: `coach playbooks promote`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from coach.cli.playbooks import playbooks
from coach.desk.promoting import drafted, write
from coach.errors import CoachError, PlaybookError, UsageError
from coach.playbook.compile import catalogue_for, faults_in
from coach.playbook.own_text import with_entry
from coach.playbook.promoted import Told
from coach.playbook.shelf import find_playbooks
from coach.session.event.common import Classified, Closed, Stated
from coach.session.event.evidence import EvidenceAdded
from coach.session.event.experiment import (
    Committed,
    ExperimentAdded,
    ExperimentPriced,
    FixConfirmed,
    OutcomesForecast,
    ResultRecorded,
)
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.failure_mode import IT_IS_THIS

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from coach.desk import Coach
    from coach.session.event import Body

KEY = "sk-ant-" + "api03-" + "a1B2" * 20
ALL_TOLD = Told(repair="Scale the pixels in the loader alone.", mine="mine")
OBSERVED = f"The loss stays at 2.3: yes, always. Run with API_KEY={KEY} on the cluster."


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No playbooks of the person who runs the tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def closed(
    coach: Coach, *, mode: str = "", grade: Literal["reversed", "fixed-once", "believed"] = "fixed-once"
) -> str:
    """Give the id of an investigation whose cause was found by comparing pixels."""
    walk = coach.begin("stuck", playbook="deep-learning")
    bodies: tuple[Body, ...] = (
        Stated(topic="observed", text=OBSERVED),
        Classified(symptom_class="never-learns"),
        HypothesisAdded(hypothesis="pixels", text="Pixels scaled twice", origin="own", failure_mode=mode),
        HypothesisAdded(
            hypothesis="rate", text="The rate is too high", origin="own", failure_mode="lr-too-high"
        ),
        EvidenceAdded(evidence="e1", text="it overfits nothing", known="seen", symptom="one-batch-fails"),
        EvidenceAdded(evidence="e2", text="it works without augmentation: no", known="measured"),
        ExperimentAdded(
            experiment="look",
            question="Are the pixels scaled twice?",
            how="Print the range of one batch.",
            outcomes=("near one", "near zero"),
            origin="own",
        ),
        ExperimentPriced(experiment="look", wall_h=0.1, human_h=0.2),
        OutcomesForecast(experiment="look", rows={"pixels": (0.1, 0.9), "rate": (0.8, 0.2)}),
        Committed(commitment="c1", action="experiment", target="look", question="", advised=""),
        ResultRecorded(commitment="c1", outcome="near zero"),
        FixConfirmed(hypothesis="pixels", grade=grade, text="the model scaled them again"),
        Closed(ending="solved"),
    )
    walk.append(bodies)
    return walk.session_id


def test_a_cause_of_ones_own_becomes_a_failure_mode_that_later_walks_know(coach: Coach) -> None:
    draft = drafted(coach.root, closed(coach), ALL_TOLD)
    write(draft)
    assert draft.path == coach.root / "playbooks" / "deep-learning.yaml"
    shelf = find_playbooks(draft.path.parent)
    assert faults_in(draft.path, shelf) == ()
    mode = catalogue_for("deep-learning", shelf).failure_mode("pixels-scaled-twice")
    assert mode is not None
    assert (mode.name, mode.weight, mode.provenance) == ("Pixels scaled twice", 1.0, "editorial")
    assert mode.check.says == "Are the pixels scaled twice? Print the range of one batch."
    assert mode.check.outcomes == ("near zero", "near one"), "what came out says that it is this"
    assert mode.check.mistaken_for == {"lr-too-high": 0.2}
    assert mode.repair.text == ALL_TOLD.repair
    assert mode.classes == {"never-learns": 0.67}
    assert mode.cases[0].link == f"session {draft.session_id}"
    assert "It works without augmentation: no." in mode.cases[0].says


def test_symptoms_that_the_playbook_knows_come_along(coach: Coach) -> None:
    known = next(each for each in catalogue_for("deep-learning").symptoms.values() if each.kind == "symptom")
    session = closed(coach)
    coach.walk(session).append((EvidenceAdded(evidence="e3", text="", known="seen", symptom=known.id),))
    entry = drafted(coach.root, session, ALL_TOLD).made.entry
    assert entry["symptoms"] == {known.id: 0.67}, "one that it does not know would be a fault of the file"


def test_a_cause_that_the_playbook_knows_keeps_its_entry_and_gets_the_case(coach: Coach) -> None:
    before = catalogue_for("deep-learning").failure_mode("label-noise")
    draft = drafted(coach.root, closed(coach, mode="label-noise"), Told())
    write(draft)
    after = catalogue_for("deep-learning", find_playbooks(draft.path.parent)).failure_mode("label-noise")
    assert before is not None
    assert after is not None
    assert draft.made.section == "adapts"
    assert (after.check, after.repair, after.weight) == (before.check, before.repair, before.weight)
    assert after.cases[-1].cause.endswith("The model scaled them again. The repair was seen to work once.")
    assert len(after.complaints) == len(before.complaints) + 1


def test_no_secret_goes_into_a_playbook(coach: Coach) -> None:
    draft = drafted(coach.root, closed(coach), ALL_TOLD)
    write(draft)
    said = draft.path.read_text(encoding="utf-8")
    assert KEY not in said
    assert "[redacted]" in said


def test_words_of_a_person_are_data_whatever_they_look_like(coach: Coach) -> None:
    hostile = "!!python/object:x {a: [&b *b]} # -\n--- 'no' \"1e5\": \x1b[31m\x00\u2028 \ud83d"
    draft = drafted(coach.root, closed(coach), Told(name=hostile, check=hostile, repair=hostile, mine="mine"))
    write(draft)
    mode = catalogue_for("deep-learning", find_playbooks(draft.path.parent)).failure_mode(draft.made.id)
    assert mode is not None
    assert mode.name == mode.check.says == "!!python/object:x {a: [&b *b]} # - --- 'no' \"1e5\": [31m"
    assert mode.check.outcomes == IT_IS_THIS, (
        "what is said goes first, and takes no outcomes of something else"
    )


def test_all_that_is_missing_is_named_at_once_and_nothing_is_written(coach: Coach) -> None:
    with pytest.raises(UsageError) as refused:
        drafted(coach.root, closed(coach), Told())
    assert "--repair" in refused.value.hint
    assert "--mine" in refused.value.hint
    assert "--check" not in refused.value.hint, "an experiment of the session confirmed it"
    assert not (coach.root / "playbooks").exists()


def test_what_nobody_saw_mended_is_no_confirmed_cause(coach: Coach) -> None:
    with pytest.raises(UsageError, match="only believed"):
        drafted(coach.root, closed(coach, grade="believed"), ALL_TOLD)
    with pytest.raises(UsageError, match="only a closed investigation"):
        drafted(coach.root, coach.begin("stuck", playbook="deep-learning").session_id, ALL_TOLD)


def test_a_session_goes_in_once_and_what_stands_there_stays(coach: Coach) -> None:
    first, second = closed(coach), closed(coach)
    write(drafted(coach.root, first, ALL_TOLD))
    path = coach.root / "playbooks" / "deep-learning.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    written = path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="nothing is overwritten"):
        write(drafted(coach.root, first, ALL_TOLD))
    assert path.read_text(encoding="utf-8") == written
    write(drafted(coach.root, second, ALL_TOLD))
    both = path.read_text(encoding="utf-8")
    assert "  pixels-scaled-twice-2:\n" in both
    assert set(written.splitlines()) <= set(both.splitlines())


def test_another_file_may_be_named_and_one_with_a_fault_is_left_alone(coach: Coach, tmp_path: Path) -> None:
    session = closed(coach)
    draft = drafted(coach.root, session, ALL_TOLD, tmp_path / "lab-vision.yaml")
    write(draft)
    assert faults_in(draft.path, find_playbooks()) == ()
    with pytest.raises(UsageError, match="cannot be the id"):
        drafted(coach.root, session, ALL_TOLD, tmp_path / "Our lab.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: broken\n", encoding="utf-8")
    with pytest.raises(PlaybookError):
        drafted(coach.root, session, ALL_TOLD, broken)
    assert broken.read_text(encoding="utf-8") == "id: broken\n"


def test_from_the_shell_it_is_put_in_or_printed(coach: Coach) -> None:
    session, told = closed(coach), ("--repair", "Scale once.", "--mine", "mine")

    def call(*words: str) -> str:
        result = CliRunner().invoke(playbooks, ["promote", session, "--journal", str(coach.root), *words])
        assert result.exception is None or isinstance(result.exception, CoachError), result.exception
        return result.output or str(result.exception)

    assert call(*told, "--to", "-").startswith("failure_modes:\n  pixels-scaled-twice:\n")
    assert call(*told).startswith("Added pixels-scaled-twice: ")
    assert "nothing is overwritten" in call(*told)


def test_an_entry_goes_into_its_section_and_the_rest_of_the_text_stays() -> None:
    text = "id: a  # mine\nfailure_modes:  # ours\n\n    # the first\n    old:\n      name: no\nwords: [x]\n"
    made = with_entry(text, "failure_modes", "new", {"name": "yes", "says": "a: b # c\n1e5"})
    assert "failure_modes:  # ours\n    new:\n" in made
    assert made.replace('    new:\n      name: "yes"\n      says: "a: b # c\\n1e5"\n', "") == text
    with pytest.raises(PlaybookError, match="on one line"):
        with_entry("failure_modes: {}\n", "failure_modes", "new", {})
