"""Three seeds of one recipe, of which one works."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import OTHER_SEED
from tools.fault_lab.shown import table
from tools.fault_lab.trainings.corridor import LARGEST_ENTROPY, Corridor, train

_MORE: Final = 9
_FEW: Final = 2
_MANY: Final = 6
_DECIDED: Final = 0.8
_HEAD_START: Final = 0.25


def _complains(trained: Trained) -> bool:
    return trained.facts["working"] == 1


def _rerun(look_id: str, name: str, changed: str, runs: float, change: dict[str, Any] | None = None) -> Look:
    """Give the look that runs the three seeds again with something changed: do two of them work then?"""

    def see(settings: Corridor, seed: int, trained: Trained) -> Seen:
        best = trained.kept[int(trained.facts["best_seed"])]
        again = train(replace(settings, **(change or _doubled(settings, best.layout, look_id))), seed)
        rows = [("as it was", *(run.success for run in trained.kept))]
        rows += [(changed, *(run.success for run in again.kept))]
        works = again.facts["working"] > 1
        return Seen("works" if works else "fails", table(("", "seed 0", "seed 1", "seed 2"), rows))

    return Look(
        id=look_id,
        name=name,
        rule="two or three of the three seeds reach the far end in most episodes",
        outcomes={"works": "most seeds work", "fails": "they do not"},
        runs=runs,
        work=0.3,
        see=see,
    )


def _doubled(settings: Corridor, layout: int, look_id: str) -> dict[str, Any]:
    if look_id == "same-layout":
        return {"layout": layout}
    return {"iterations": 2 * settings.iterations}


def _nine_more(settings: Corridor, seed: int, _: Trained) -> Seen:
    again = train(replace(settings, runs=_MORE, resumes=False), seed + OTHER_SEED)
    works = int(again.facts["working"])
    outcome = "few" if works < _FEW else "many" if works > _MANY else "some"
    rows = [(f"seed {number + 3}", run.success) for number, run in enumerate(again.kept)]
    return Seen(outcome, table(("", "reaches the far end"), rows))


def _first_row(_: Corridor, __: int, trained: Trained) -> Seen:
    best = int(trained.facts["best_seed"])
    others = max(run.first for number, run in enumerate(trained.kept) if number != best)
    ahead = trained.kept[best].first > others + _HEAD_START
    rows = [(f"seed {number}", run.first) for number, run in enumerate(trained.kept)]
    return Seen("ahead" if ahead else "alike", table(("", "first episodes at the far end"), rows))


def _entropy(_: Corridor, __: int, trained: Trained) -> Seen:
    low = [run.early_entropy < _DECIDED * LARGEST_ENTROPY for run in trained.kept]
    rows = [(f"seed {number}", run.early_entropy) for number, run in enumerate(trained.kept)]
    rows += [("undecided", LARGEST_ENTROPY)]
    return Seen("low" if all(low) else "high", table(("", "entropy of the first updates"), rows))


SEEDS: Final = Family(
    id="seeds",
    healthy=Corridor(),
    train=train,
    complaint="one of three seeds reaches the goal, and two do not",
    complains=_complains,
    causes=(
        Cause(
            id="decided-before-it-began",
            name="First weights are so large that the policy is decided before it has seen anything",
            mode="bad-init",
            base=2,
            repair="smaller-weights",
            changes={"first_logits": 4.0, "length": 8},
        ),
        Cause(
            id="discount-too-short",
            name="The discount makes the far reward worth less than the near one",
            mode="discount-horizon",
            base=2,
            repair="longer-discount",
            changes={"discount": 0.75, "length": 9},
        ),
        Cause(
            id="layout-by-seed",
            name="The layout is drawn from the seed, and some layouts have no way through",
            mode="env-nondeterminism-unknown",
            base=2,
            repair="check-layouts",
            changes={"blocks": True, "length": 8},
        ),
        Cause(
            id="one-resumed",
            name="The seed that works was resumed from an old checkpoint",
            mode="wrong-checkpoint",
            base=1.5,
            repair="from-scratch",
            changes={"resumes": True, "length": 18},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: with this budget a seed finds the far reward or does not, by luck",
            mode="seed-variance",
            base=6,
            repair="let-be",
        ),
    ),
    repairs=(
        Repair(id="smaller-weights", name="Smaller first weights, ten seeds", runs=1.3, work=0.4),
        Repair(id="longer-discount", name="A longer discount, ten seeds", runs=1.3, work=0.3),
        Repair(
            id="check-layouts", name="Draw only layouts with a way through, ten seeds", runs=1.3, work=2.0
        ),
        Repair(
            id="from-scratch", name="Give up the recipe: begin anew with one that explores", runs=2, work=1.5
        ),
        Repair(
            id="let-be",
            name="Change nothing: ten seeds, and say in how many of them it works",
            runs=1.3,
            work=0.3,
        ),
    ),
    looks=(
        Look(
            id="nine-more-seeds",
            name="Nine more seeds, from scratch, side by side",
            rule="under two is few, over six is many",
            outcomes={"few": "none or one works", "some": "some work", "many": "most work"},
            runs=1.0,
            work=0.3,
            see=_nine_more,
        ),
        Look(
            id="first-episodes",
            name="Look at the first episodes of each seed",
            rule="the one that works is ahead by more than 0.25 before anything was learnt",
            outcomes={"ahead": "one starts far ahead", "alike": "all start alike"},
            runs=0.0,
            work=0.2,
            see=_first_row,
        ),
        Look(
            id="early-entropy",
            name="Log the entropy of the first updates",
            rule="under 0.8 of the largest in every seed",
            outcomes={"high": "undecided, as it should be", "low": "decided from the start"},
            runs=0.1,
            work=0.3,
            see=_entropy,
        ),
        _rerun("same-layout", "The three seeds of the agent in the layout that worked", "that layout", 1.0),
        _rerun(
            "discount-099",
            "The three seeds at a discount of 0.99",
            "discount 0.99",
            1.0,
            {"discount": 0.99},
        ),
        _rerun("twice-as-long", "The three seeds, twice as long", "twice as long", 2.0),
    ),
    service="Move to a reference agent and port the environment",
    service_runs=3,
)
