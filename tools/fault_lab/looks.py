"""Looks that several families share: the run again with something changed, and the same run with other seeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tools.fault_lab.family import Look, Seen, Trained
from tools.fault_lab.shown import beside, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OTHER_SEED = 10_000
"""What is added to a seed for the first other one."""


def rerun(
    *,
    id: str,  # noqa: A002 - the field's name in the file
    name: str,
    train: Callable[[Any, int], Trained],
    change: Callable[[Any], Mapping[str, object]],
    fact: str,
    better: Callable[[float, float], bool],
    rule: str,
    changed: str,
    outcomes: tuple[str, str] = ("clearly better", "about as before, or worse"),
    runs: float = 1.0,
    work: float = 0.2,
) -> Look:
    """Give the look that trains again with some settings changed and compares one figure.

    Args:
        id: of the look.
        name: what is bought.
        train: the family's training.
        change: the settings to change, by name, from those of the training.
        fact: which figure is compared.
        better: whether the new figure is better than the old one, in this order.
        rule: the same in words.
        changed: what the new row of the table is called.
        outcomes: names of better and not better.
        runs: how much of a run it waits for.
        work: hours of the person's own.
    """

    def see(settings: Any, seed: int, trained: Trained) -> Seen:
        again = train(replace(settings, **change(settings)), seed)
        before, after = trained.facts[fact], again.facts[fact]
        is_better = better(before, after)
        return Seen("better" if is_better else "same", beside(fact.replace("_", " "), before, changed, after))

    named = {"better": outcomes[0], "same": outcomes[1]}
    return Look(id=id, name=name, rule=rule, outcomes=named, runs=runs, work=work, see=see)


def other_seeds(
    *,
    train: Callable[[Any, int], Trained],
    complains: Callable[[Trained], bool],
    fact: str,
    count: int = 3,
    runs: float = 1.0,
    work: float = 0.2,
) -> Look:
    """Give the look that runs so many other seeds side by side and counts those without the trouble."""

    def see(settings: Any, seed: int, trained: Trained) -> Seen:
        others = [train(settings, seed + OTHER_SEED * (at + 1)) for at in range(count)]
        fine = sum(not complains(each) for each in others)
        rows = [("this one", trained.facts[fact])]
        rows += [(f"seed {at + 1}", each.facts[fact]) for at, each in enumerate(others)]
        outcome = "none" if not fine else "some" if fine < count else "all"
        return Seen(outcome, table(("seed", fact.replace("_", " ")), rows))

    return Look(
        id="other-seeds",
        name=f"Run {count} other seeds, side by side",
        rule=f"how many of {count} other seeds do not show the trouble",
        outcomes={"none": "all have the same trouble", "some": "some have it", "all": "none has it"},
        runs=runs,
        work=work,
        see=see,
    )
