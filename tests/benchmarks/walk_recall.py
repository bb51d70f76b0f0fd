"""How often `coach triage` and the walk of `coach stuck` find the true cause of published bugs.

Usage: python tests/benchmarks/walk_recall.py BUGS.JSONL [--each] [--only-walk]

The bugs' file is described in tests/benchmarks/bugs.py. The walk is the real one, over a journal that is thrown away,
answered by tests/benchmarks/simulated.py from what each text states; it stops where the advice is given. Failure
modes are ranked by belief, those inside "something else" by their share of it. Cases of the playbooks that come from
the thread that is asked about are always left out.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from coach.desk import Coach, packs
from coach.playbook import GENERIC_PLAYBOOK
from coach.reasoning.belief import posterior
from coach.reasoning.problem import OTHER
from coach.session.advice import advise
from coach.session.catalogue import SINGLED_OUT
from coach.session.experiments import experiment_by_id
from coach.session.hypotheses import hypotheses
from coach.session.inside import inside
from coach.session.problem import problem_of
from coach.session.shared_fixes import repairs
from tests.benchmarks.bugs import Shelf, rank_of, read_bugs, recall, share
from tests.benchmarks.recall import report
from tests.benchmarks.simulated import Simulated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.fold import Session
    from tests.benchmarks.bugs import Bug
    from tests.benchmarks.simulated import Picks

RL = "reinforcement-learning"
"""The playbook of whoever knows that it is reinforcement learning and no more."""
WAYS: tuple[tuple[str, Picks], ...] = (
    ("walk, picks the first five", "first"),
    ("walk, picks the right one where shown (upper figure)", "right"),
)


class Walked(NamedTuple):
    """How one walk went.

    Attributes:
        causes: failure modes, the likeliest first.
        leads: `right`, `something else` or `another`, by what is believed most.
        advised: the recommended action, as `experiment:id`, `fix:id` or `service`.
        hits: the recommended action tests or repairs the right cause.
        is_listed: the right cause is one of the explanations.
        offered: the right cause was among those shown to choose from.
        picks_matter: who knows the right cause would have picked otherwise.
        questions: how many were answered.
        missed: what the text states that nobody asked for.
    """

    causes: tuple[str, ...]
    leads: str
    advised: str
    hits: bool
    is_listed: bool
    offered: bool
    picks_matter: bool
    questions: int
    missed: tuple[str, ...]
    seconds: float


def walk(bug: Bug, picks: Picks) -> Walked:
    """Take one bug through the walk up to its advice."""
    playbook = bug.playbook or _first_proposal(bug)
    person = Simulated(bug, playbook, picks)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        walked = Coach.open(journal=Path(folder), by="simulated").begin("stuck", title=bug.id)
        person.answer_all(walked)
        place = walked.place
        found = beliefs(place.session)
        advice = advise(place.session)
    advised = advice.action if advice else ""
    told = {*bug.told.seen, *bug.told.contrasts, *filter(None, [bug.told.changed]), *bug.told.facts}
    listed = {view.failure_mode for view in hypotheses(place.session)}
    causes = [each for each in sorted(found, key=lambda each: -found[each]) if not each.startswith("=")]
    return Walked(
        tuple(causes),
        _leader(place.session, bug.right),
        advised,
        _hits(place.session, advised, bug.right),
        bool(bug.right & listed),
        bool(bug.right & set(person.offered)),
        person.picks_matter,
        len(person.asked),
        tuple(sorted(told - person.given)),
        time.perf_counter() - began,
    )


def _first_proposal(bug: Bug) -> str:
    """Give the playbook that the program itself proposes for a text, of those that its owner's field leaves."""
    catalogues, _ = packs.consulted((), ())
    proposed = packs.proposed(catalogues, bug.symptom, {}, is_chosen=False)
    named = [each.pack.catalogue.id for each in proposed]
    fits = [each for each in named if bug.domain != "rl" or each != GENERIC_PLAYBOOK]
    return (fits or [RL])[0]


def beliefs(session: Session) -> dict[str, float]:
    """Give P(failure mode) for every one in the session, an unmatched explanation's under its id behind `=`."""
    problem = problem_of(session)
    if problem is None:
        return {}
    after = posterior(problem).probability
    found = {view.failure_mode or f"={view.id}": after[view.id] for view in hypotheses(session)}
    return {part.failure_mode: part.now for part in inside(session)} | found


def _leader(session: Session, right: frozenset[str]) -> str:
    problem = problem_of(session)
    if problem is None:
        return "nobody"
    after = posterior(problem).probability
    best = max(after, key=lambda each: after[each])
    mode = {view.id: view.failure_mode for view in hypotheses(session)}.get(best, "")
    return "something else" if best == OTHER else "right" if mode in right else "another"


def _hits(session: Session, advised: str, right: frozenset[str]) -> bool:
    """True when the advised action repairs a right cause on the list, or can confirm it.

    An experiment can confirm it that has an outcome which it expects, and the other explanations on average do not.
    """
    kind, _, target = advised.partition(":")
    if kind == "fix":
        return any(view.failure_mode in right for view in repairs(session)[target])
    experiment = experiment_by_id(session, target) if kind == "experiment" else None
    if experiment is None:
        return False
    is_right = {view.id: view.failure_mode in right for view in hypotheses(session)}
    own = [row for each, row in experiment.rows.items() if is_right.get(each)]
    others = [row for each, row in experiment.rows.items() if not is_right.get(each, True)]
    return any(
        row[at] >= SINGLED_OUT and fmean([other[at] for other in others] or [0.0]) <= 1 / 2
        for row in own
        for at in range(len(experiment.outcomes))
    )


def report_walk(title: str, bugs: Sequence[Bug], found: Sequence[Walked], *, each: bool) -> None:
    """Print the figures of one way of answering, and where wanted one line a bug."""
    ranks = [rank_of(bug.right, walked.causes) for bug, walked in zip(bugs, found, strict=True)]
    listed = [walked for walked in found if walked.is_listed]
    questions = sorted(walked.questions for walked in found)
    print(f"{title:54} n={len(bugs):3}  {recall(ranks)}")
    print(f"    shown to choose from              {share([walked.offered for walked in found])}")
    print(f"    first action confirms or repairs it {share([walked.hits for walked in found])}")
    print(f"    rebuild is advised                {share([walked.advised == 'service' for walked in found])}")
    print(f"    on the list and leads             {share([walked.leads == 'right' for walked in listed])}")
    print(f"    on the list, something else leads {share([w.leads == 'something else' for w in listed])}")
    print(f"    anywhere, something else leads    {share([w.leads == 'something else' for w in found])}")
    seconds = sum(walked.seconds for walked in found) / len(found)
    print(
        f"    questions answered {questions[len(questions) // 2]} (median, {questions[0]} to {questions[-1]})"
        f"  {seconds:.2f} s a walk"
    )
    unasked = Counter(code for walked in found for code in walked.missed)
    print(
        f"    stated and never asked for        {sum(unasked.values())}, as {', '.join(dict(unasked.most_common(8)))}"
    )
    if each:
        for bug, place, walked in zip(bugs, ranks, found, strict=True):
            print(
                f"    {place or '-':>3}  {bug.id:20} {' '.join(sorted(bug.right))} | {' '.join(walked.causes[:3])}"
                f" | {walked.advised} | leads: {walked.leads} | not asked: {' '.join(walked.missed) or '-'}"
            )


def walk_all(bugs: Sequence[Bug], shelf: Shelf, *, each: bool) -> None:
    """Print the figures of both ways of picking; where they pick the same, one walk stands for both."""
    found: list[Walked] = []
    for title, picks in WAYS:
        before, found = found, []
        for at, bug in enumerate(bugs):
            shelf.leave_out(bug)
            found.append(before[at] if before and not before[at].picks_matter else walk(bug, picks))
        report_walk(title, bugs, found, each=each and picks == "first")


def run(path: Path, *, each: bool, walk_only: bool) -> None:
    """Print every figure, with the playbooks' own cases and, where they hold any, without."""
    bugs = read_bugs(path)
    has_cases = Shelf().has_cases
    for any_case in (False, True) if has_cases else (False,):
        print("\nWithout cases of the playbooks" if any_case or not has_cases else "\nWith the other cases")
        shelf = Shelf(any_case=any_case)
        if not walk_only:
            report("triage, text alone", bugs, shelf, with_class=False, each=each)
            report("triage, text and class", bugs, shelf, with_class=True, each=False)
        walk_all(bugs, shelf, each=each)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        raise SystemExit(print(__doc__))
    run(Path(sys.argv[1]), each="--each" in sys.argv, walk_only="--only-walk" in sys.argv)
