from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from coach.cli.main import run
from coach.cli.playbooks import playbooks
from coach.errors import CoachError
from coach.playbook.json_schema import json_schema
from tests.playbook.conftest import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("list", "show", "search", "validate", "new", "schema")


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal of its own for each test."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "journal"))
    return tmp_path / "journal"


def call(*words: object) -> Result:
    result = CliRunner().invoke(playbooks, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, (SystemExit, CoachError)), (
        result.exception
    )
    return result


def data_of(*words: object) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(call(*words).stdout)
    return loaded


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = call(command, "--help")

    assert result.exit_code == 0
    assert f"Example: coach playbooks {command}" in result.stdout


def test_without_a_command_the_help_is_printed_and_nothing_is_wrong() -> None:
    result = call()

    assert result.exit_code == 0
    assert "Commands:" in result.stdout


def test_the_list_names_every_playbook_and_what_is_in_it() -> None:
    said = call("list").stdout

    for playbook_id in BUILT_IN:
        assert f"{playbook_id}: " in said
    assert "failure modes" in said


def test_the_list_as_data_has_one_entry_a_playbook() -> None:
    data = data_of("list", "--json")

    assert data["schema"] == "coach.playbooks/1"
    assert {entry["id"] for entry in data["playbooks"]} == {*BUILT_IN}
    assert all(entry["fault"] is None and entry["built_in"] for entry in data["playbooks"])


def test_a_broken_playbook_is_listed_with_its_fault(journal: Path) -> None:
    (journal / "playbooks").mkdir(parents=True)
    (journal / "playbooks" / "ours.yaml").write_text("schema: coach.playbook/2\nid: ours\n", encoding="utf-8")

    data = data_of("list", "--json")

    (broken,) = [entry for entry in data["playbooks"] if entry["fault"]]
    assert broken["id"] == "ours"
    assert "'title' is missing" in broken["fault"]
    assert "ours: cannot be used" in call("list").stdout


def test_a_page_shows_weights_with_what_they_rest_on() -> None:
    said = " ".join(call("show", "deep-learning").stdout.split())

    assert "weight 11 (measured); Humbatova et al. 2020: missing preprocessing, 22 of 226" in said
    assert "Can the model memorise one small batch? (overfit-one-batch)" in said
    assert "costs 0.1 h waiting, 0.25 h of work" in said
    assert "Rahtz 2018: Lessons learned reproducing a deep reinforcement learning paper" in said
    assert "as people put it: the loss falls for a few hundred steps" in said


def test_a_page_as_data_is_complete() -> None:
    data = data_of("show", "policy-gradient", "--json")

    assert data["schema"] == "coach.playbook-page/2"
    assert {"entropy-collapse", "reward-scale", "lr-too-high"} <= {
        mode["id"] for mode in data["failure_modes"]
    }
    assert all(mode["complaints"] for mode in data["failure_modes"])
    weights = [mode["weight"] for mode in data["failure_modes"]]
    assert weights == sorted(weights, reverse=True)
    assert all(
        len(row) == len(e["outcomes"]) for e in data["experiments"] for row in e["likelihood"].values()
    )
    assert data["sources"]["rahtz2018"]["year"] == 2018


def test_an_unknown_playbook_is_answered_with_the_nearest() -> None:
    result = call("show", "deep-lerning")

    assert isinstance(result.exception, CoachError)
    assert result.exception.hint == "Did you mean 'deep-learning'?"


def test_the_id_of_a_failure_mode_is_pointed_to_the_search() -> None:
    result = call("show", "entropy-collapse")

    assert isinstance(result.exception, CoachError)
    assert result.exception.hint.endswith("coach playbooks search 'entropy-collapse'.")


def test_a_new_playbook_is_valid_and_then_listed_and_used(journal: Path) -> None:
    made = call("new", "vision-transformers")

    path = journal / "playbooks" / "vision-transformers.yaml"
    assert f"Wrote {path}" in made.stdout
    assert call("validate", path).stdout == f"{path}: fine\n"
    assert "vision-transformers: Vision transformers" in call("list").stdout
    assert "Stale cache (example-failure-mode)" in call("show", "vision-transformers").stdout


def test_a_new_playbook_of_a_known_name_extends_it(journal: Path) -> None:
    call("new", "deep-learning")

    path = journal / "playbooks" / "deep-learning.yaml"
    assert "extends: [deep-learning]" in path.read_text(encoding="utf-8")
    page = data_of("show", "deep-learning", "--json")
    assert {"example-failure-mode", "lr-too-high"} <= {mode["id"] for mode in page["failure_modes"]}
    assert call("validate", path).exit_code == 0


def test_nothing_is_overwritten(journal: Path) -> None:
    call("new", "ours")
    path = journal / "playbooks" / "ours.yaml"
    path.write_text("mine", encoding="utf-8")

    assert isinstance(call("new", "ours").exception, CoachError)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_new_playbook_goes_where_it_is_told(tmp_path: Path) -> None:
    call("new", "ours", "--extends", "policy-gradient", "-o", tmp_path / "deep" / "ours.yaml")

    assert "extends: [policy-gradient]" in (tmp_path / "deep" / "ours.yaml").read_text(encoding="utf-8")
    assert call("new", "ours", "-o", "-").stdout.startswith("# A playbook of your own")


@pytest.mark.parametrize("word", ["../ours", "Ours", "a b", "", "a" * 61, "ours\n"])
def test_what_is_no_id_makes_no_file(word: str, journal: Path) -> None:
    result = call("new", word)

    assert isinstance(result.exception, CoachError)
    assert result.exception.exit_code == 2
    assert not journal.exists()


def test_a_parent_that_does_not_exist_is_said_so() -> None:
    result = call("new", "ours", "--extends", "policy-gradiant")

    assert isinstance(result.exception, CoachError)
    assert result.exception.hint == "Did you mean 'policy-gradient'?"


def test_every_fault_of_every_file_is_listed_and_the_status_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = call("new", "good", "-o", "-").stdout
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(text, encoding="utf-8")
    bad.write_text(
        text.replace("id: good", "id: bad")
        .replace("weight: 3", "weight: -3")
        .replace("wall_h: 0.2", "wall_x: 0.2"),
        encoding="utf-8",
    )

    status = run(["playbooks", "validate", str(good), str(bad)])

    said = capsys.readouterr().out
    assert status == 1
    assert f"{good}: fine" in said
    assert (
        f"{bad}:53:13: failure_modes.example-failure-mode.prior.weight: this should be greater than 0" in said
    )
    assert (
        "experiments.example-experiment.cost.wall_x: this key is not known here\nDid you mean 'wall_h'?"
        in said
    )


def test_files_validated_together_may_extend_one_another(tmp_path: Path) -> None:
    parent, child = tmp_path / "parent.yaml", tmp_path / "child.yaml"
    call("new", "parent", "-o", parent)
    child.write_text(
        "schema: coach.playbook/2\nid: child\ntitle: Child\nabout: Extends.\nextends: [parent]\n",
        encoding="utf-8",
    )

    assert call("validate", child, parent).exit_code == 0
    assert call("validate", child).exit_code == 1


def test_a_file_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    result = call("validate", tmp_path / "gone.yaml")

    assert result.exit_code == 1
    assert "No such file" in result.stdout


def test_the_schema_is_printed_whole() -> None:
    assert json.loads(call("schema").stdout) == json_schema()


def test_a_playbooks_escape_sequences_reach_no_terminal(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        'schema: coach.playbook/2\nid: bad\ntitle: "\\e[31mred"\nabout: A.\n"\\e]0;x\\a": 1\n', "utf-8"
    )

    assert "\x1b" not in call("validate", bad).stdout


@pytest.mark.parametrize("before", [True, False])
def test_the_journal_can_be_named_before_or_after_the_subcommand(tmp_path: Path, *, before: bool) -> None:
    own = tmp_path / "elsewhere" / "playbooks"
    own.mkdir(parents=True)
    call("new", "house-style", "-o", own / "house-style.yaml")
    where = ("--journal", own.parent)
    result = call(*where, "list") if before else call("list", *where)
    assert "house-style" in result.stdout


def test_a_search_finds_a_failure_mode_by_everyday_words_with_its_check_and_price() -> None:
    said = " ".join(call("search", "forgot", "zero_grad").stdout.split())

    assert "Gradients never set to zero (failure mode gradients-not-zeroed)" in said
    assert "check: Run the loop's own step twice" in said
    assert "(0.05 h waiting, 0.15 h of work)" in said


def test_a_search_as_data_tells_what_each_hit_is_the_best_first() -> None:
    data = data_of("search", "NaN in half precision, not in float32", "--json")

    assert data["schema"] == "coach.playbooks-search/1"
    assert {"failure-mode", "symptom", "contrast", "experiment"} <= {each["kind"] for each in data["found"]}
    scores = [each["score"] for each in data["found"]]
    assert scores == sorted(scores, reverse=True)
    mode = next(each for each in data["found"] if each["id"] == "fp16-overflow")
    assert mode["check"]["id"] == "check-fp16-overflow"
    assert mode["check"]["cost"]["human_h"] > 0


def test_a_search_can_be_held_to_one_playbook_and_says_how_much_it_leaves_out() -> None:
    general = data_of("search", "entropy", "collapse", "--playbook", "deep-learning", "--json")

    assert "entropy-collapse" not in {each["id"] for each in general["found"]}
    assert "more; --all shows them" in call("search", "loss").stdout
    assert "more; --all" not in call("search", "loss", "--all").stdout
    assert "Nothing in the playbooks" in call("search", "zzqx").stdout


def test_a_mode_is_found_by_how_people_put_it() -> None:
    found = data_of("search", "eval is great, the same checkpoint is garbage when loaded again", "--json")[
        "found"
    ]

    assert found[0]["id"] == "checkpoint-incomplete"


def test_known_cases_are_found_and_a_broken_playbook_hides_no_other(journal: Path) -> None:
    text = call("new", "ours", "-o", "-").stdout.replace(
        "    prior: {weight: 3, provenance: editorial}\n",
        "    prior: {weight: 3, provenance: editorial}\n"
        "    cases: [{says: Kettles whistled all night., cause: A stale cache., link: our wiki}]\n",
        1,
    )
    (journal / "playbooks").mkdir(parents=True)
    (journal / "playbooks" / "ours.yaml").write_text(text, encoding="utf-8")
    (journal / "playbooks" / "broken.yaml").write_text("id: [", encoding="utf-8")

    result = call("search", "kettle")

    assert "Kettles whistled all night. (known case of example-failure-mode)" in result.stdout
    assert "our wiki" in result.stdout
    assert "broken.yaml" in result.stderr


def test_a_page_shows_what_makes_it_go_away_what_changed_and_facts() -> None:
    said = " ".join(call("show", "deep-learning").stdout.split())

    assert "contrast.one-device: Does it go away on one device? (0.02 of a run, 0.2 h of work)" in said
    assert "changed.precision: the numeric precision" in said
    assert "fact.last-layer.softmax: A softmax" in said
    assert "shows as: never-learns 40%" in said
    page = data_of("show", "deep-learning", "--json")
    assert {"one-device", "stock-task"} <= {
        each["id"].removeprefix("contrast.") for each in page["contrasts"]
    }
    assert page["changes"][0]["label"]
    assert all(sum(o["anyway"] for o in fact["options"]) == pytest.approx(1) for fact in page["facts"])
