"""What playbooks say about some words: failure modes, symptoms, experiments and known cases, the best match first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.playbook.words import WEIGHTS, ranked, texts_of
from coach.session.failure_mode import FailureMode, KnownCase, Symptom
from coach.session.suggested import SuggestedExperiment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.catalogue import Catalogue

Kind = Literal["failure-mode", "symptom", "contrast", "changed", "fact", "experiment", "case"]
Found = FailureMode | Symptom | SuggestedExperiment | KnownCase


class Hit(NamedTuple):
    """Something that playbooks say.

    Attributes:
        kind: what it is.
        id: its id; of a case, that of its failure mode.
        entry: what is said.
        score: BM25 over the square root of the number of words looked for.
        words: the words that were found, those that say most first.
    """

    kind: Kind
    id: str
    entry: Found
    score: float
    words: tuple[str, ...]


def search(text: str, catalogues: Sequence[Catalogue]) -> tuple[Hit, ...]:
    """Give what playbooks say about some words, the best match first.

    Args:
        text: the words.
        catalogues: where to look, from the most general to the most special; of two entries of one id the later counts.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    entries = {
        f"{kind} {each} {at}": (kind, each, entry, said) for kind, each, at, entry, said in _all(catalogues)
    }
    found = ranked(
        text, [(key, {**dict.fromkeys(WEIGHTS, ""), **said}) for key, (*_, said) in entries.items()]
    )
    hits = [Hit(*entries[key][:3], each.score, each.words) for key, each in found.items()]
    return _one_a_fact(_once(sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.id))))


def _all(catalogues: Sequence[Catalogue]) -> Iterator[tuple[Kind, str, int, Found, dict[str, str]]]:
    symptoms = {key: each for catalogue in catalogues for key, each in catalogue.symptoms.items()}
    for mode in {mode.id: mode for each in catalogues for mode in each.failure_modes}.values():
        said = {**texts_of(mode, symptoms), "cases": "", "check": f"{mode.check.says} {mode.repair.text}"}
        yield "failure-mode", mode.id, 0, mode, said
        for at, complaint in enumerate(mode.complaints, 1):  # said nearly as somebody looks for it
            yield "failure-mode", mode.id, at, mode, {"complaints": complaint}
        for at, case in enumerate(mode.cases):
            yield "case", mode.id, at, case, {"cases": f"{case.says} {case.cause}"}
    for symptom in symptoms.values():
        said = {"name": symptom.says, "says": f"{symptom.asks} {symptom.why}"}
        yield symptom.kind, symptom.id, 0, symptom, said
    for each in {each.id: each for catalogue in catalogues for each in catalogue.experiments}.values():
        yield "experiment", each.id, 0, each, {"name": each.question, "says": each.how}


def _once(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Keep the best hit of each failure mode, which is found by all it says and by each complaint."""
    kept: dict[tuple[str, str, int], Hit] = {}
    for at, hit in enumerate(hits):
        kept.setdefault((hit.kind, hit.id, 0 if hit.kind == "failure-mode" else at), hit)
    return tuple(kept.values())


def _one_a_fact(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Drop all options of a fact but the one that fits best: they share their question."""
    kept: dict[str, Hit] = {}
    for at, hit in enumerate(hits):
        group = hit.entry.group if isinstance(hit.entry, Symptom) else ""
        kept.setdefault(group or f"alone {at}", hit)
    return tuple(kept.values())
