from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach import Coach
from coach.session.event.common import Classified
from tests.cli.conftest import DEMO_LOGS
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]


def data(said: Said) -> dict[str, object]:
    assert said.status == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


def first(said: Said, count: int = 1) -> list[str]:
    return [each["id"] for each in data(said)["causes"]][:count]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("memory climbs with each batch until the kernel kills the job", "memory-leak"),
        ("DDPG treats the time limit as if it were a true terminal state", "termination-truncation"),
        ("my segmentation network falls apart as soon as I call model.eval()", "train-eval-mode"),
        ("all eight copies of the environment behave identically", "correlated-envs"),
        ("epsilon is still one after two million frames", "epsilon-schedule"),
        ("iterations take longer and longer", "throughput-decay"),
        ("loss goes up by a step each time I resume from a checkpoint", "checkpoint-incomplete"),
        ("nan under autocast, fine in float32", "fp16-overflow"),
    ],
)
def test_everyday_words_find_the_cause(coach: Run, text: str, right: str) -> None:
    assert right in first(coach("triage", text, "--json"), 3)


def test_the_document_holds_what_a_program_needs(coach: Run) -> None:
    found = data(coach("triage", "PPO: the entropy fell to zero at once", "--json"))

    assert found["schema"] == "coach.triage/1"
    assert found["packs"][0]["id"] == "policy-gradient"  # type: ignore[index]
    assert "PPO" in found["packs"][0]["because"]  # type: ignore[index]
    causes: list[dict[str, object]] = found["causes"]  # type: ignore[assignment]
    assert len(causes) == 10
    assert set(causes[0]) >= {"id", "pack", "name", "share", "because", "check", "repair", "sources"}
    assert causes[0]["because"][0]["kind"] == "words"  # type: ignore[index]
    assert set(causes[0]["check"]["cost"]) == {"wall_h", "human_h", "dollars"}  # type: ignore[index]
    assert sum(each["share"] for each in causes) + found["something_else"] < 1  # type: ignore[misc, operator]
    assert set(found["recommend"]) == {"kind", "id", "says", "because"}  # type: ignore[call-overload]
    assert all(each["worth_h"] > 0 for each in found["ask"])  # type: ignore[attr-defined]
    assert found["runs"] == []


def test_a_symptom_that_was_seen_lifts_its_cause_and_is_asked_no_more(coach: Run) -> None:
    text = "the loss does not move"
    plain = data(coach("triage", text, "--json"))
    told = data(coach("triage", text, "--seen", "gradients-missing", "--json"))

    def share(found: dict[str, object], mode: str) -> float:
        return sum(each["share"] for each in found["causes"] if each["id"] == mode)  # type: ignore[attr-defined]

    assert share(told, "graph-break") > 3 * share(plain, "graph-break")
    assert "gradients-missing" not in [each["id"] for each in told["ask"]]  # type: ignore[attr-defined]


def test_what_was_looked_for_in_vain_counts_against(coach: Run) -> None:
    text = "out of memory after some hours"
    before = data(coach("triage", text, "--json"))["causes"][0]  # type: ignore[index]
    after = data(coach("triage", text, "--not-seen", "memory-growth", "--json"))["causes"][0]  # type: ignore[index]

    assert before["id"] == "memory-leak"
    assert after["share"] < before["share"]


def test_the_class_counts(coach: Run) -> None:
    assert first(coach("triage", "it is odd", "--class", "slow", "--json")) != first(
        coach("triage", "it is odd", "--class", "too-good", "--json")
    )


def test_contrasts_changes_and_facts_count_and_are_asked_no_more(coach: Run) -> None:
    options = [
        "--goes-away-with",
        "fp32",
        "--stays-with",
        "contrast.eager",
        "--changed",
        "Precision",
        "--fact",
        "precision=half",
    ]
    plain = data(coach("triage", "it is nan now and then", "--json"))
    found = data(coach("triage", "it is nan now and then", *options, "--json"))

    def of(document: dict[str, object]) -> dict[str, object]:
        return next(each for each in document["causes"] if each["id"] == "fp16-overflow")  # type: ignore[attr-defined]

    cause = of(found)
    assert cause["share"] > 2 * of(plain)["share"]  # type: ignore[operator]
    kinds = {each["kind"] for each in cause["because"]}  # type: ignore[attr-defined]
    assert kinds >= {"contrast", "changed", "fact"}
    asked = {(each["kind"], each["id"]) for each in found["ask"]}  # type: ignore[attr-defined]
    assert not asked & {
        ("contrast", "fp32"),
        ("contrast", "eager"),
        ("changed", "changed"),
        ("fact", "precision"),
    }
    assert cause["check"]["how"]  # type: ignore[index]
    assert set(cause["repair"]["cost"]) == {"wall_h", "human_h", "dollars"}  # type: ignore[index]


def test_an_answer_worth_more_than_a_check_comes_first_with_how_to_give_it(coach: Run) -> None:
    text = "DQN returns differ a lot between runs"

    said = " ".join(coach("triage", text).out.split())
    assert "Answer this first, with --seen or --not-seen seed-disagreement: " in said
    answered = data(coach("triage", text, "--seen", "seed-disagreement", "--json"))
    assert answered["recommend"]["id"] != "seed-disagreement"  # type: ignore[index]


def test_what_is_asked_says_how_it_is_answered(coach: Run) -> None:
    asked = data(coach("triage", "loss is flat on eight gpus", "--json"))["ask"]

    options = {each["kind"]: each["options"] for each in asked}  # type: ignore[attr-defined]
    assert options["symptom"] == ["yes", "no"]
    assert all(options.values())


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--changed nothing --changed data", "nothing changed, and something did"),
        ("--goes-away-with eager --stays-with eager", "'eager' is there and is not"),
        ("--fact devices=one --fact devices=machines", "'devices' is said twice"),
    ],
)
def test_what_belies_itself_is_refused(coach: Run, option: str, says: str) -> None:
    said = coach("triage", "it fails", *option.split())

    assert (said.status, says in said.err) == (2, True)


def test_logs_without_a_loss_are_to_be_mended_first(coach: Run, tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"arena/glory": [5.0] * 40})
    write_log(tmp_path / "rate", {"train/learning_rate": [0.1] * 40, "train/grad_norm": [1.0] * 40})

    unread = data(coach("triage", "it is bad", tmp_path / "run", "--json"))["recommend"]
    silent = data(coach("triage", "it is bad", tmp_path / "rate", "--json"))["recommend"]

    assert [each["kind"] for each in (unread, silent)] == ["log", "log"]  # type: ignore[index]
    assert "coach tag" in unread["says"]  # type: ignore[index]
    assert silent["id"] == "loss-silent"  # type: ignore[index]


def test_a_named_playbook_is_consulted_alone(coach: Run) -> None:
    found = data(coach("triage", "the policy is bad", "--pack", "deep-learning", "--json"))

    assert [(each["id"], each["because"]) for each in found["packs"]] == [  # type: ignore[attr-defined]
        ("deep-learning", "you named it")
    ]


def test_nothing_is_kept(coach: Run, home: Path) -> None:
    coach("triage", "it got stuck", DEMO_LOGS)

    assert not home.exists()


def test_a_playbook_that_nothing_speaks_for_is_consulted_all_the_same(coach: Run) -> None:
    packs = data(coach("triage", "loss is nan", "--json"))["packs"]
    because = {each["id"]: each["because"] for each in packs}  # type: ignore[attr-defined]

    assert because.pop("deep-learning") == "it is the general one"
    assert because.keys() >= {"reinforcement-learning", "policy-gradient", "several-devices", "performance"}
    assert set(because.values()) == {"it may hold the cause too"}


def test_logs_count_and_choose_the_playbook(coach: Run) -> None:
    found = data(coach("triage", "it got stuck", DEMO_LOGS, "--json"))

    assert found["packs"][0]["id"] == "policy-gradient"  # type: ignore[index]
    assert "train/approx_kl" in found["packs"][0]["because"]  # type: ignore[index]
    assert found["runs"]
    kinds = {reason["kind"] for each in found["causes"] for reason in each["because"]}  # type: ignore[attr-defined]
    assert "log" in kinds


def test_a_person_reads_ten_causes_with_reason_and_check(coach: Run) -> None:
    said = coach("triage", "entropy collapsed", "--class", "never-learns")

    assert said.out.count("why: ") == said.out.count("check: ") == 10
    assert " 1. Entropy collapses early" in said.out
    assert "your words: entropy, collapsed" in said.out
    assert "Do this first: " in said.out
    assert "--seen" in said.out
    assert said.out.endswith(
        "  coach triage --json --class never-learns -- 'entropy collapsed' > triage.json\n"
        "  coach stuck --from-triage triage.json\n"
    )


def test_words_that_are_in_no_playbook_are_told_so(coach: Run) -> None:
    said = coach("triage", "xyzzy")

    assert said.status == 0
    assert "Nothing of what you say is in the playbooks" in said.out
    assert "Nothing was said" in coach("triage", " ").out


@pytest.mark.parametrize("text", ["loss does not go down", "the loss isn't going down at all"])
def test_a_loss_that_never_fell_was_not_stopped_too_early(coach: Run, text: str) -> None:
    assert set(first(coach("triage", text, "--json"), 3)) == {"wrong-loss", "frozen-params", "graph-break"}


@pytest.mark.parametrize(
    ("option", "word", "meant"),
    [
        ("--seen", "gradient-missing", "gradients-missing"),
        ("--not-seen", "memory-growt", "memory-growth"),
        ("--class", "never-learn", "never-learns"),
        ("--goes-away-with", "one-devise", "one-device"),
        ("--stays-with", "compiling", "eager"),
        ("--changed", "versions", "version"),
        ("--fact", "device=one", "devices"),
        ("--fact", "devices=machine", "machines"),
        ("--fact", "devices", "devices=one|one-machine|machines"),
        ("--pack", "policy-gradients", "policy-gradient"),
    ],
)
def test_a_mistyped_id_is_refused_with_what_was_meant(coach: Run, option: str, word: str, meant: str) -> None:
    said = coach("triage", "it fails", option, word)

    assert said.status in {2, 3}
    assert word in said.err
    assert meant in said.err


def test_a_text_is_data(coach: Run) -> None:
    said = coach("triage", "the \x1b[31mloss\x1b[0m is [bold]nan[/bold]")

    assert "\x1b" not in said.out


def test_a_faulty_playbook_of_ones_own_is_named_and_the_rest_serves(coach: Run, home: Path) -> None:
    folder = home / "playbooks"
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text("schema: coach.playbook/2\n")

    said = coach("triage", "loss is nan")

    assert said.status == 0
    assert "broken.yaml" in said.err
    assert "check: " in said.out


def test_an_investigation_begins_with_what_was_told(
    coach: Run, typed: Callable[..., Said], tmp_path: Path
) -> None:
    options = (
        "--class crash --class slow --goes-away-with no-workers --not-seen memory-growth --changed own-code"
    )
    said = coach("triage", "killed after a day\nof work", DEMO_LOGS, *options.split(), "--json")
    file = tmp_path / "triage.json"
    file.write_text(said.out)

    walked = typed("stuck", "--plain", "--from-triage", file)
    assert walked.status == 0, walked.err
    session = Coach.open().summaries()[0].session
    shown = coach("show", session).out

    assert "killed after a day" in shown
    said_of_it = Coach.open().walk(session).session.last(Classified)
    assert said_of_it is not None
    assert said_of_it.classes == ("crash", "slow")
    assert "It goes away without data-loading workers." in shown
    assert "Looked for and not there:" in shown
    piped = typed("stuck", "--plain", "--from-triage", "-", keys=said.out.encode())
    assert piped.status == 0, piped.err
    assert len(Coach.open().summaries()) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "triage.json:2:1"),
        ("[]", "not what `coach triage --json` prints"),
        ('{"schema": "coach.symptoms/1"}', "not what `coach triage --json` prints"),
        ('{"schema": "coach.triage/1"}', "does not hold what was told"),
        ('{"schema": "coach.triage/1", "told": {"text": "x", "colour": []}}', "'colour'"),
        ('{"schema": "coach.triage/1", "told": {"text": 3}}', "'text' is not text"),
        ('{"schema": "coach.triage/1", "told": {"text": "x", "seen": "y"}}', "'seen' is not a list of words"),
        ('{"schema": "coach.triage/1", "told": {"text": "x", "seen": ["bigloss"]}}', "'bigloss'"),
        ('{"schema": "coach.triage/1", "told": {"logs": ["nowhere"]}}', "no such log folder"),
        ('{"schema": "coach.triage/1", "told": {}, "packs": [{"id": "no-such"}]}', "'no-such'"),
    ],
)
def test_a_file_of_something_else_opens_no_session(
    typed: Callable[..., Said], home: Path, tmp_path: Path, content: str, says: str
) -> None:
    file = tmp_path / "triage.json"
    file.write_text(content)

    said = typed("stuck", "--plain", "--from-triage", file)

    assert said.status in {2, 3}
    assert says in said.err
    assert not [*home.glob("sessions/*")]
