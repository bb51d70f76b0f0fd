"""`coach playbooks search`: what was found, for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.playbook_data import check_data, cost_data
from coach.cli.playbook_pages import price_words, say_check
from coach.errors import PlaybookError
from coach.playbook.compile import catalogue_for, compiled_for
from coach.session.failure_mode import FailureMode, KnownCase, Symptom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.playbook.search import Hit
    from coach.playbook.shelf import PlaybookFile
    from coach.session.catalogue import Catalogue

KINDS = {
    "failure-mode": "failure mode",
    "symptom": "symptom",
    "contrast": "what makes it go away",
    "changed": "what changed last",
    "fact": "fact",
    "experiment": "experiment",
    "case": "known case of",
}
"""What each kind is called."""


def searched(
    shelf: Sequence[PlaybookFile], playbook_id: str | None
) -> tuple[tuple[Catalogue, ...], tuple[str, ...]]:
    """Give the catalogues to search, the most general first, and what is wrong with those that cannot be read.

    Args:
        shelf: the files there are.
        playbook_id: the only playbook to search; None for all.

    Raises:
        PlaybookError: there is no playbook of that id, or it has a fault.
    """
    if playbook_id is not None:
        return (compiled_for(playbook_id, shelf).catalogue,), ()
    made, faults = [], []
    for each in dict.fromkeys(file.id for file in shelf):
        try:
            made.append(catalogue_for(each, shelf))
        except PlaybookError as fault:
            faults.append(str(fault))
    return tuple(sorted(made, key=lambda each: len(each.failure_modes))), tuple(faults)


def hit_data(hit: Hit) -> dict[str, object]:
    """Give a hit as data."""
    said: dict[str, object] = {"kind": hit.kind, "id": hit.id, "score": hit.score, "words": list(hit.words)}
    match hit.entry:
        case FailureMode() as mode:
            return {**said, "name": mode.name, "says": mode.says, "check": check_data(mode)}
        case Symptom() as symptom:
            return {**said, "name": symptom.says, "says": symptom.asks}
        case KnownCase() as case:
            return {**said, "name": case.says, "says": case.cause, "link": case.link}
        case experiment:
            return {
                **said,
                "name": experiment.question,
                "says": experiment.how,
                "cost": cost_data(experiment),
            }


def say_hits(hits: Sequence[Hit], left: int) -> None:
    """Write what was found, and how much more there is."""
    console = Console()
    if not hits:
        console.say(
            "Nothing in the playbooks says anything of these words. Fewer or other words, in English, may find more."
        )
    for rank, hit in enumerate(hits, start=1):
        _say_hit(console, rank, hit)
    if left:
        console.say(f"{left} more; --all shows them.")


def _say_hit(console: Console, rank: int, hit: Hit) -> None:
    data = hit_data(hit)
    console.say(f"{rank:2}. {data['name']} ({KINDS[hit.kind]} {hit.id})", hanging="    ")
    console.say(str(data["says"]), indent="    ")
    match hit.entry:
        case FailureMode() as mode:
            say_check(console, mode)
        case Symptom():
            pass
        case KnownCase() as case:
            console.say(case.link, indent="    ")
        case experiment:
            console.say(f"costs {price_words(experiment)}", indent="    ")
