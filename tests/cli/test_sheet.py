"""`coach next` and `coach answer`: a walk as a program walks it, and sheets line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from coach import Coach
from coach.report.sheet_document import SheetDocument
from coach.session.event.common import RunLengthGiven, Stated
from coach.session.event.evidence import SymptomJudged
from coach.session.form import Card
from coach.session.seal import breaches
from tests.cli.conftest import DEMO_LOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.session.sheet import Sheet
    from tests.cli.conftest import Said

    Run = Callable[..., Said]
    Sessions = Callable[[], Sequence[str]]

THE_PERSONS: dict[str, object] = {
    "frame.run-price": "",
    "frame.tried": "",
    "expectation.expected": "a return over 200 on every seed",
    "expectation.observed": "one seed of three learns; the value loss is huge",
    "expectation.class": "seeds-disagree",
    "evidence.known": ["measured: the data loader is right"],
    "confusions.odd": "",
    "confusions.good": "",
    "hypotheses.own": ["Rewards or targets of the wrong size", "Luck of the seed", "Learning rate too high"],
    "hypotheses.favourite": "Luck of the seed",
    "hypotheses.doubt": "it would have failed on every seed",
    "experiments.own": [],
}
"""What only a person can say, by question."""
OPENED_BY = {"hypotheses.own": ("hypotheses.favourite", "hypotheses.doubt")}
MOST_CALLS = 10


def document(said: Said) -> dict[str, Any]:
    """Give what was printed, held against the schema; nothing beside it, and no number that JSON lacks."""
    assert said.status == 0, said.err

    def refuse(name: str) -> float:
        raise AssertionError(name)

    data: dict[str, Any] = json.loads(said.out, parse_constant=refuse)
    SheetDocument.model_validate_json(said.out)
    return data


def asked(sheet: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["key"]: each for each in sheet["questions"]}


def known_of(sheet: Sheet, key: str) -> bool:
    return key in sheet.prefilled and sheet.prefilled[key].is_known


def test_a_program_walks_from_the_logs_to_the_decision_by_next_and_answer_alone(typed: Run) -> None:
    sheet = document(typed("stuck", DEMO_LOGS, "-p", "policy-gradient", "--json"))
    first = asked(sheet)["frame.run-length"]
    assert (first["suggested"], first["suggested_from"]) == ("9.75h", "from the log")
    calls = 1
    while sheet["stage"] != "commitment":
        open_now = [*asked(sheet), *(key for each in asked(sheet) for key in OPENED_BY.get(each, ()))]
        given = {key: THE_PERSONS[key] for key in open_now if key in THE_PERSONS}
        words = ("answer", sheet["session"], "--json", "-", "--take-suggested")
        sheet = document(typed(*words, keys=json.dumps(given).encode()))
        calls += 1
        assert calls <= MOST_CALLS
    assert sheet["advice"]["sentence"], calls
    assert sum(row["posterior"] for row in sheet["beliefs"]) == pytest.approx(1)
    (decision,) = sheet["questions"]
    assert decision["suggested"] is None
    ways = [each["id"] for each in decision["form"]["options"]]
    assert sheet["advice"]["action"] in ways

    sealed = {
        decision["key"]: next(way for way in ways if way.startswith("fix:")),
        "commitment.prediction-c1": {"you": ["60%"]},
        "commitment.seal-c1": None,
        "result.c1": {"outcome": "fixed"},
    }
    solved = document(typed("answer", "--json", "-", keys=json.dumps(sealed).encode()))
    assert solved["stage"] == "closing"
    walk = Coach.open().walk(solved["session"])
    assert breaches(walk.session.events) == ()
    assert walk.undo() == "result recorded"
    waiting = document(typed("next", "--json"))
    assert [each["waits"] for each in waiting["questions"]] == [True]
    assert waiting["advice"] is None
    assert walk.undo() is None


def test_an_answer_that_does_not_fit_is_named_with_its_form_and_nothing_is_kept(
    coach: Run, sessions: Sessions
) -> None:
    coach("stuck", "-p", "policy-gradient", "--json")
    said = coach("answer", "expectation.expected=above 15", "frame.run-length=soon")
    assert said.status == 2
    assert said.out == ""
    assert "frame.run-length: " in said.err
    assert json.loads(said.err.strip().splitlines()[-1].partition("answer: ")[2])["kind"] == "hours"
    assert Coach.open().walk(sessions()[0]).session.last(Stated) is None


@pytest.mark.parametrize(
    ("words", "keys", "status", "says"),
    [
        (("answer", "frame.nothing=1"), b"", 2, "frame.nothing: this question is not open"),
        (("answer",), b"", 2, "no answer was given"),
        (("answer", "--json", "-"), b"[1]", 2, "holds no object"),
        (("answer", "--json", "-"), b'{"a": NaN}', 3, "NaN is no number of JSON"),
        (("answer", "--json", "-"), b'{\n"a" 1}', 3, "standard input:2"),
        (("answer", "--json", "-"), b"[" * 100_000, 3, "this is no JSON"),
        (("answer", "--json", "nowhere.json"), b"", 3, "nowhere.json"),
        (("answer", "--json", "-"), b'{"frame.run-length": ["10h", {"a": 1}]}', 2, "one value belongs"),
        (("answer", "nobody", "frame.run-length=1h"), b"", 2, "nobody"),
        (("premortem", "--gate", "--json"), b"", 2, "cannot go together"),
    ],
)
def test_what_programs_get_wrong_is_told_in_a_sentence(
    typed: Run, words: tuple[str, ...], keys: bytes, status: int, says: str
) -> None:
    typed("stuck", "-p", "policy-gradient", "--json")
    said = typed(*words, keys=keys)
    assert said.status == status, said.err
    assert says in said.err
    assert said.out == ""


def test_answers_on_the_command_line_show_the_next_sheet_as_a_page(coach: Run) -> None:
    coach("premortem", "-p", "policy-gradient", "--json")
    said = coach(
        "answer",
        "plan.question=does scaling help",
        "frame.run-length=1 min",
        "frame.run-price=5",
        "predictions.success=it beats chance: likely",
    )
    assert said.status == 2
    assert "predictions.success" in said.err
    said = coach("answer", "plan.question=does scaling help", "frame.run-length=1 min", "frame.run-price=5")
    assert said.status == 0, said.err
    assert "frame.run-price is no longer asked" in said.out
    assert "frame.pace: Runs this short" in said.out
    assert "\n  - full: the full method\n" in said.out


def test_next_without_a_session_says_so_and_prints_its_schema_all_the_same(coach: Run) -> None:
    assert coach("next").status == 2
    schema = json.loads(coach("next", "--schema").out)
    assert schema["properties"]["schema"]["const"] == "coach.sheet/1"
    assert "schema" in schema["required"] or "default" in schema["properties"]["schema"]


def test_the_price_of_a_run_comes_back_in_the_next_session_of_a_journal(coach: Run) -> None:
    coach("premortem", "-p", "policy-gradient", "--json")
    coach("answer", "frame.run-length=10h", "frame.run-price=7")
    sheet = document(coach("stuck", "-p", "policy-gradient", "--json"))
    found = asked(sheet)["frame.run-price"]
    assert (found["suggested"], found["suggested_from"]) == ("7", "as last time")


def test_logs_that_cannot_be_read_are_named_and_asked_for_again(coach: Run, tmp_path: Path) -> None:
    coach("stuck", "-p", "policy-gradient", "--json")
    coach("answer", "--take-suggested", *(f"{key}={value}" for key, value in list(THE_PERSONS.items())[:5]))
    coach("answer", "frame.working-on=the lander", "frame.run-length=10h")
    said = coach("answer", f"evidence.logs={tmp_path / 'nowhere'}", "evidence.known=measured: it is slow")
    assert said.status == 3
    assert "nowhere" in said.err
    assert "evidence.logs" in coach("next").out
    assert "evidence.known" not in coach("next").out


def test_lines_ask_what_is_not_known_and_take_the_rest_with_one_key(typed: Run, sessions: Sessions) -> None:
    frame = b"5\n\nover 200\n\none of three\n\nseeds-disagree\n"
    said = typed("stuck", DEMO_LOGS, "-p", "policy-gradient", "--plain", keys=frame + b"no\nours\n\n")
    (session,) = sessions()
    walk = Coach.open().walk(session)
    assert "9.75h (from the log)" in " ".join(said.out.split())
    assert said.out.count("Take all this?") == 1
    assert walk.session.last(RunLengthGiven) == RunLengthGiven(hours=9.75)
    assert dict(walk.frame())["working on"] == "ours"

    assert walk.sheet is not None
    forms = [step.question.form for step in walk.sheet.steps if not known_of(walk.sheet, step.question.key)]
    enters = sum(len(form.fields) if isinstance(form, Card) else 1 for form in forms)
    said = typed("resume", session, "--plain", keys=b"\n" * enters + b"what\n\n")
    walk = Coach.open().walk(session)
    assert "Enter takes all of it. Type n" in said.out
    assert said.out.index("What stands out") < said.out.index("What else do you know")
    assert {body.verdict for body in walk.session.all(SymptomJudged)} == {"evidence"}
    assert walk.sheet is not None
    assert walk.sheet.stage == "hypotheses"
