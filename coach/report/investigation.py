"""The parts of a written session that an investigation fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import BeliefError
from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.report.escape_markdown import code, fenced, inline, item, row
from coach.session import experiments as view
from coach.session.beliefs import belief_rows
from coach.session.event.evidence import EvidenceAdded, RunsLinked
from coach.session.hypotheses import hypotheses
from coach.session.observations import UNFINISHED, confusions, symptoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event.evidence import RunReference
    from coach.session.experiments import CommitmentView, ExperimentView
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.observations import SymptomView

_KNOWN = {
    "log": "read from a log",
    "seen": "seen",
    "measured": "measured",
    "remembered": "remembered",
    "assumed": "assumed",
}
_ACTIONS = {
    "experiment": "Look",
    "fix": "Repair",
    "service": "Rebuild from something that works",
    "try": "Just try it",
    "rest": "No run tonight",
}


def evidence(session: Session) -> Iterator[str]:
    """Give the logs that were read, the symptoms in them with what was made of each, and other evidence."""
    for linked in session.all(RunsLinked):
        what = "Held against earlier runs" if linked.role == "archive" else "Logs"
        names = ", ".join(map(_run, linked.runs))
        yield f"- {what} in {code(linked.path)}" + (f": {names}." if names else ".")
        yield from (f"  - {inline(note)}" for note in linked.notes if note.strip())
    yield from map(_symptom, symptoms(session))
    for body in session.all(EvidenceAdded):
        yield item(f"Known ({_KNOWN[body.known]})", body.text)


def _run(run: RunReference) -> str:
    if run.state not in UNFINISHED:
        return inline(run.name)
    return f"{inline(run.name)}, which {UNFINISHED[run.state]} ({inline(run.state_says)})"


def _symptom(seen: SymptomView) -> str:
    body = seen.seen
    onset = "" if body.onset_step is None else f", from step {body.onset_step:,}"
    verdict = "not judged yet" if seen.judged is None else seen.judged.verdict
    reason = f": {inline(seen.judged.reason)}" if seen.judged is not None and seen.judged.reason else ""
    return f"- {code(body.tag)}{onset}: {inline(body.says)} ({verdict}{reason})"


def surprises(session: Session) -> Iterator[str]:
    """Give every confusion with how it was settled."""
    for confusion in confusions(session):
        label = "A good surprise" if confusion.welcome else "A surprise"
        yield item(f"{label}, {'open' if confusion.settled is None else 'settled'}", confusion.text)
        if confusion.settled:
            yield f"  - {inline(confusion.settled)}"


def explanations(session: Session) -> Iterator[str]:
    """Give the explanations with the belief in each before and after the evidence, and the doubts."""
    named = {each.id: each for each in hypotheses(session)}
    if not named:
        return
    yield row("explanation", "whose", "before", "now")
    yield row("---", "---", "--:", "--:")
    try:
        rows = belief_rows(session)
    except BeliefError as error:
        for each in named.values():
            yield row(inline(each.text), _origin(each), "?", "?")
        yield ""
        yield f"The numbers do not fit together yet: {inline(error.message)}."
        return
    for belief in rows:
        whose = "always there" if belief.is_catch_all else _origin(named[belief.id])
        label = inline(belief.label) + (" (favourite)" if belief.is_favourite else "")
        yield row(label, whose, format_probability(belief.prior), format_probability(belief.posterior))
    doubted = [(each, doubt) for each in named.values() for doubt in each.doubts]
    if doubted:
        yield ""
    for each, doubt in doubted:
        yield item(f"Against {inline(each.text)}", doubt)
    mended = [each for each in named.values() if each.mending or each.source]
    if mended:
        yield ""
    for each in mended:
        how = each.mending.how if each.mending else ""
        yield f"- {inline(each.text)}." + (f" Repair: {inline(how)}" if how else "") + _from(each)
        yield from _recipe(each.mending.steps, each.mending.code) if each.mending else ()


def _from(each: HypothesisView) -> str:
    return f" Source: {inline(each.source)}." if each.source else ""


def _recipe(steps: tuple[str, ...], code_text: str) -> Iterator[str]:
    """Give steps and code below a list item: code is fenced, so that nothing in it becomes markup."""
    yield from (f"  - Step {number}: {inline(step)}" for number, step in enumerate(steps, 1))
    if code_text.strip():
        yield f"\n{fenced(code_text.rstrip(), '  ')}\n"


def _origin(each: HypothesisView) -> str:
    whose = "own" if each.origin == "own" else "catalogue"
    late = ", added late" if each.late else ""
    return f"{whose}{late}, editorial weight" if each.editorial else f"{whose}{late}"


def experiments(session: Session) -> Iterator[str]:
    """Give the experiments that were thought of, then what was committed to and what came of it."""
    asked = {each.id: each for each in view.experiments(session)}
    for one in asked.values():
        yield _experiment(one)
        yield from _recipe(one.steps, one.code)
    committed = view.commitments(session)
    if asked and committed:
        yield ""
    for each in committed:
        yield from _commitment(each)


def _experiment(each: ExperimentView) -> str:
    takes = ""
    if each.cost is not None:
        side = " each, side by side" if each.price is not None and each.price.side_by_side else ""
        run, work = format_hours(each.cost.wall_h), format_hours(each.cost.human_h)
        takes = f" Takes {run} of running and {work} of work{side}."
    look = ""
    if each.price is not None and each.price.early_chance:
        look = (
            f" A look after {format_hours(each.price.early_h)} settles it with "
            f"{format_probability(each.price.early_chance)}."
        )
    how = f" {inline(each.how)}" if each.how and not each.steps else ""
    outcomes = ", ".join(map(inline, each.outcomes))
    return f"- {inline(each.question)}{how}{takes}{look} Outcomes: {outcomes}."


def _commitment(each: CommitmentView) -> Iterator[str]:
    committed = each.committed
    yield item(f"{_ACTIONS[committed.action]} {inline(committed.target)}".strip(), committed.question)
    if committed.advised:
        yield f"  - Advised at that moment: {inline(committed.advised)}"
    if each.predicted:
        shares = (f"{inline(name)} {format_probability(share)}" for name, share in each.predicted.items())
        yield f"  - Predicted: {', '.join(shares)}"
    if each.result is None:
        yield "  - No result yet."
        return
    spent = f" after {format_hours(each.hours_spent)}" if each.hours_spent is not None else ""
    text = f": {inline(each.result.text)}" if each.result.text else ""
    yield f"  - Result{spent}: {inline(each.result.outcome)}{text}"
