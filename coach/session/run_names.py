"""What runs are called beside each other: without the folders that all of them begin or end with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.evidence import RunsLinked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.fold import Session


def short_names(names: Sequence[str]) -> list[str]:
    """Give names without the folders that all of them begin or end with.

    >>> short_names(["results/agent1/run", "results/agent2/run"])
    ['agent1', 'agent2']
    """
    parts = [name.split("/") for name in names]
    while len({each[0] for each in parts}) == 1 and min(map(len, parts)) > 1:
        parts = [each[1:] for each in parts]
    while len({each[-1] for each in parts}) == 1 and min(map(len, parts)) > 1:
        parts = [each[:-1] for each in parts]
    return ["/".join(each) for each in parts]


def ends_apart(names: Sequence[str]) -> list[str]:
    """Give for each name the fewest of its last folders that no other name ends with.

    >>> ends_apart(["results/poca/agent", "results/ppo/agent", "results/advanced"])
    ['poca/agent', 'ppo/agent', 'advanced']
    """
    found = []
    for name in names:
        parts = name.split("/")
        ends = ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]
        others = [f"/{each}" for each in names if each != name]
        found.append(next((end for end in ends if not any(o.endswith(f"/{end}") for o in others)), name))
    return found


def names_beside_each_other(session: Session) -> Mapping[str, str]:
    """Give the short name of each run that evidence was read from; nothing where there is only one."""
    linked = session.all(RunsLinked)
    names = list(dict.fromkeys(run.name for body in linked if body.role == "evidence" for run in body.runs))
    return dict(zip(names, short_names(names), strict=True)) if len(names) > 1 else {}
