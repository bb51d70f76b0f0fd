from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from coach.cli.answers import Script
from coach.cli.console import Console
from coach.cli.plain import converse
from coach.cli.table import COMMANDS
from coach.playbook.compile import catalogue_for
from coach.prediction import parse_prediction
from coach.runs.readers.registry import BUILT_IN
from coach.session.form import Card, Choice, Field, Hours, Lines, Marks, Number, Option, Several, Table
from coach.session.stuck import statements
from tests.cli.conversation import question
from tests.cli.fake_walk import FakeWalk

if TYPE_CHECKING:
    from coach.desk import Walk
    from coach.runs.readers.reader import Reader

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
FORMATS = {
    "tensorboard": "TensorBoard",
    "csv": "CSV",
    "jsonl": "JSON lines",
    "json": "JSON documents",
    "tensorboard-export": "charts saved from TensorBoard",
    "csv-per-quantity": "d3rlpy",
    "wandb-export": "charts saved from W&B",
    "evaluations": "`evaluations.npz`",
    "wandb-summary": "`wandb-summary.json`",
    "trainer_state": "`trainer_state.json`",
    "monitor": "Stable-Baselines3",
    "wandb": "`.wandb`",
    "mlflow": "MLflow",
    "sqlite": "Trackio",
    "dvclive": "DVCLive",
    "sacred": "Sacred",
    "clearml": "ClearML",
    "console": "`train.log`",
}
"""What people call the formats that coach reads."""
PAGES = {
    path: path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")),
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
"""Everything that people read, by its file."""
LONGEST_FRONT_PAGE = 300


def blocks(language: str) -> list[str]:
    fenced = rf"^```{language}\n(.*?)^```$"
    return [each for page in PAGES.values() for each in re.findall(fenced, page, re.MULTILINE | re.DOTALL)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`coach {name}`" in README


def test_the_tables_are_as_the_program_has_them() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "tools" / "reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("reader", BUILT_IN, ids=lambda reader: str(reader.format))
def test_every_format_that_can_be_read_is_named(reader: Reader) -> None:
    assert FORMATS[reader.format] in README
    assert FORMATS[reader.format] in CHANGELOG


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_changelog(name: str) -> None:
    assert re.search(rf"`(coach )?{name}`", CHANGELOG)


def test_no_page_counts_the_detectors() -> None:
    for page in PAGES.values():
        assert not re.search(
            r"\b(\d+|[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten) detectors", page
        )


def test_every_command_line_of_the_pages_names_a_command() -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("coach ")]
    assert lines
    for line in lines:
        word = line.split()[1]
        assert word in COMMANDS or word == "#", line


def test_every_make_target_of_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)$", "".join(blocks("sh")), re.MULTILINE))
    assert named == {"demo", "test"}
    assert named <= targets


def test_every_make_target_is_explained_in_one_line() -> None:
    outside_make = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, env=outside_make, capture_output=True, text=True, check=True
    ).stdout
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()
    assert [line.split()[1] for line in listed.splitlines()] == phony


def test_every_link_and_picture_leads_somewhere() -> None:
    for path, page in PAGES.items():
        for target, _ in re.findall(r"\]\(([^)#]+)(#[^)]*)?\)", page):
            assert target.startswith("https://") or (path.parent / target).exists(), target


def test_every_link_into_a_page_leads_to_a_heading() -> None:
    for path, page in PAGES.items():
        for target, place in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page):
            aimed_at = PAGES[(path.parent / target).resolve() if target else path]
            assert place in anchors(aimed_at), f"{path.name}: {target}#{place}"


def anchors(page: str) -> set[str]:
    """Give the places of a page that a link can aim at, as GitHub names them."""
    headings = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


def test_the_front_page_stays_short() -> None:
    assert len(README.splitlines()) <= LONGEST_FRONT_PAGE


def test_the_predictions_in_the_manual_can_be_read() -> None:
    lines = "".join(blocks("text")).splitlines()
    assert len(lines) == 8
    for line in lines:
        parse_prediction(line)


def test_the_python_in_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    (code,) = blocks("python")
    exec(compile(code, "docs/programs.md", "exec"), {})  # noqa: S102 - the page's own example


def test_no_page_names_a_place_of_one_machine() -> None:
    for page in PAGES.values():
        assert not re.search(r"(?<![\w.])/(home|root|work|opt|tmp)/", page)


def test_the_answers_file_in_the_manual_answers_questions(tmp_path: Path) -> None:
    listed, _ = [block for block in blocks("yaml") if block.startswith("- ")]
    file = tmp_path / "answers.yaml"
    file.write_text(listed, encoding="utf-8")
    rows = (Option("the-reward-scale", "The reward scale"), Option("an-unlucky-seed", "An unlucky seed"))
    walk = FakeWalk(
        question("frame.working-on"),
        question("frame.run-length", Hours()),
        question("frame.run-price", Number("dollars"), optional=True),
        question("hypotheses.own", Lines()),
        question("odds.priors", Table(rows, (Option("p", "chance"),))),
    )
    console = Console(io.StringIO(), io.StringIO())
    script = Script.read(file, console)
    assert converse(cast("Walk", walk), console, script) == "finished"
    script.end()
    assert walk.answers["frame.run-length"] == 10.0
    assert walk.answers["odds.priors"] == {
        "the-reward-scale": (0.675,),
        "an-unlucky-seed": (0.3,),
    }


def test_what_the_manual_states_of_a_run_is_what_the_playbooks_know(tmp_path: Path) -> None:
    _, stated = [block for block in blocks("yaml") if block.startswith("- ")]
    file = tmp_path / "answers.yaml"
    file.write_text(stated, encoding="utf-8")
    known = catalogue_for("deep-learning").symptoms
    rows = tuple(Option(each, each) for each in known)
    half = Field(
        "fact.precision", "Precision", Choice(tuple(each for each in rows if "precision" in each.id))
    )
    walk = FakeWalk(
        question("evidence.symptoms", Marks(rows, (statements.YES, statements.NO), "")),
        question("evidence.contrasts", Marks(rows, (statements.GOES_AWAY, statements.STAYS), "")),
        question("evidence.changed", Several(rows)),
        question("evidence.facts", Card((half,))),
    )
    console = Console(io.StringIO(), io.StringIO())
    script = Script.read(file, console)
    assert converse(cast("Walk", walk), console, script) == "finished"
    script.end()
    assert walk.answers["evidence.symptoms"] == {"non-finite": "yes", "memory-growth": "no"}
    assert walk.answers["evidence.facts"] == {"fact.precision": "fact.precision.half"}
