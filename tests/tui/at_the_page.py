"""Walks that stand at the explanations, or at the weighing, of the guided case's logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.guide import demo_logs
from coach.session.form import Choice, GoOn, ReadLogs

if TYPE_CHECKING:
    from coach.desk import Walk
    from coach.desk.coach import Coach

FRAME = {
    "frame.working-on": "a small policy",
    "frame.run-length": "10h",
    "frame.run-price": "5",
    "expectation.expected": "return above 800",
    "expectation.observed": "The return stays flat.",
    "expectation.class": "1",
    "frame.tried": "nothing",
    "frame.playbook": "policy-gradient",
}
OWN = ["The learning rate is too high", "the driver on node [four", "The entropy bonus is too small"]
MATCHED = (
    "hypotheses.match.the-learning-rate-is-too-high",
    "hypotheses.match.the-entropy-bonus-is-too-small",
)


def at_the_explanations(desk: Coach) -> Walk:
    """Walk to the list of explanations; every symptom of the logs is evidence."""
    walk = desk.begin("stuck", title="a run", paths=[str(demo_logs())])
    for _ in range(30):
        question = walk.question
        if walk.position.stage == "hypotheses":
            return walk
        if isinstance(question.form, ReadLogs):
            walk.perform()
        elif question.key.startswith("evidence.judge."):
            walk.answer_data({"verdict": "evidence"})
        elif question.key in FRAME:
            walk.answer_text(FRAME[question.key])
        else:
            walk.answer_data(
                {} if question.key in {"evidence.symptoms", "evidence.contrasts", "evidence.facts"} else []
            )
    raise AssertionError(walk.question.key)


def at_the_weighing(desk: Coach, *, picked: int = 2) -> Walk:
    """Walk to the weighing, with three explanations of one's own and some of the catalogue's."""
    walk = at_the_explanations(desk)
    walk.answer_data(OWN)
    while walk.position.stage not in {"odds", "weighing"}:
        question = walk.question
        if question.key == "hypotheses.doubt":
            walk.answer_text("One seed learned.")
        elif question.key == "hypotheses.favourite":
            walk.answer_text("1")
        elif question.key == "catalogue.picks":
            walk.answer_data([option.id for option in question.form.options[:picked]])  # type: ignore[union-attr]
        else:
            walk.answer_text("")
    return walk


def at_the_looks(desk: Coach) -> Walk:
    """Walk to looks and repairs, with every likelihood as the playbook has it."""
    walk = at_the_weighing(desk)
    while walk.position.stage != "experiments":
        sheet = walk.sheet
        assert sheet is not None
        walk.take(dict.fromkeys(step.question.key for step in sheet.steps))
    return walk


def at_the_result(desk: Coach, kind: str = "experiment") -> Walk:
    """Walk to the result of the first experiment, or repair, that is offered, with a sealed forecast."""
    walk = at_the_looks(desk)
    while walk.position.stage != "commitment":
        sheet = walk.sheet
        assert sheet is not None
        walk.take(dict.fromkeys(step.question.key for step in sheet.steps))
    form = walk.question.form
    assert isinstance(form, Choice)
    walk.answer_data(next(each.id for each in form.all_options if each.id.startswith(kind)))
    while not isinstance(walk.question.form, GoOn):
        walk.answer_data({"you": ["70%"]})
    walk.answer_text("")
    assert walk.position.stage == "result", walk.question.key
    return walk
