"""Which playbooks fit what somebody says and what their runs log, with the reason for each."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import PlaybookError
from coach.playbook import GENERIC_PLAYBOOK
from coach.playbook.kept import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.playbook.words import words_in
from coach.session.symptom_ids import current_id
from coach.session.triage.causes import Pack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from coach.runs import Run
    from coach.runs.symptom import Symptom as Found
    from coach.session.catalogue import Catalogue

PER_WORD = 2.0
"""Nats that a word of a playbook's field speaks for the playbook (editorial)."""
MOST_WORDS = 4
"""Words of a field beyond which more say nothing new (editorial)."""
NO_WORD = -2.0
"""Nats that it speaks against a special playbook when nothing is said of what it is about (editorial); the playbooks
of a field that are silent share what is left, so that one more of them takes nothing from the one below."""
UNNAMED = 2
"""Playbooks of fields that nobody names that count whole; more of them share what these have (editorial)."""
PER_RUN_LOGGED = 6.0
"""Nats that what a run logs, or its configuration, speaks for the playbook that fits it (editorial)."""
LEAST_IN_CONFIGURATION = 2
"""Words of a field that a configuration must hold to speak for its playbook (editorial)."""
LEAST_SHARE = 0.01
"""Share under which a playbook is not consulted: one that nothing speaks for, where something does for another."""
DOUBT = 0.7
"""Power to which a playbook's share counts where causes are weighed: words name their field less surely than the shares
say. With each of the 647 known cases of the playbooks left out, the true cause is among the first five in 69 % (66 % at
1), on two other lists it is a tie; 0.5 does as well, but lets special causes before general ones where no field is
named."""
NAMED, TAGS = 5, 3
"""Words, and tags, that a reason names."""
LONGEST_SETTING = 200
"""Characters of a setting that are looked at; what is longer is no setting."""
_EPISODES = {"monitor": "reinforcement-learning"}
"""Formats that only one kind of work writes."""
_SCORES = {
    GENERIC_PLAYBOOK: {
        "language-models": re.compile(
            r"(?<![a-z])(rouge|(sacre)?bleu|chrf|bertscore|perplexity|ppl|[wc]er|tokens?_seen|pad(ding)?_(tokens|frac\w*)|"
            r"moe|expert_\d)(?![a-z])",
            re.IGNORECASE,
        ),
        "generative": re.compile(
            r"(?<![a-z])([dg]_loss|loss_[dg]|discriminator|elbo|recon(struction)?_loss|codebook|modes_covered|fid)(?![a-z])",
            re.IGNORECASE,
        ),
        "several-devices": re.compile(r"(?<![a-z])(all_?reduce|nccl)", re.IGNORECASE),
    },
    "reinforcement-learning": {
        "value-based": re.compile(
            r"(?<![a-z])(replay|td_loss|td_error|loss/td|target_q|target_param|num_target_updates)",
            re.IGNORECASE,
        )
    },
}
"""Names that only one kind of work logs, as tags spell them, by the playbook that the rest of the log speaks for; those
of language models are of speech recognition too, whose text is decoded alike."""
_SPEED = re.compile(r"_per_second|_runtime$", re.IGNORECASE)
"""Names under which a trainer keeps its own speed beside its settings: every run has one, slow or not."""
_AGENTS = "reinforcement-learning"
"""The playbook of agents: logs of labels alone speak for every other field, whichever of them it is."""


class Proposal(NamedTuple):
    """A playbook that was consulted, and why, in one sentence without a full stop.

    Attributes:
        pack: the playbook with its share.
        because: why.
        is_told: whether what is known speaks for it; else it is there because something has to be.
    """

    pack: Pack
    because: str
    is_told: bool


def consulted(named: Sequence[str], folders: Sequence[Path]) -> tuple[tuple[Catalogue, ...], tuple[str, ...]]:
    """Give the playbooks to consult, the general one first, and what is wrong with those that cannot be read.

    Without names those are the general playbook and all that say which words belong to their field.

    Args:
        named: ids of playbooks.
        folders: folders with playbooks of one's own.

    Raises:
        PlaybookError: there is no playbook of a name, or it has a fault.
    """
    shelf = find_playbooks(*folders)
    if named:
        return tuple(catalogue_for(each, shelf) for each in dict.fromkeys(named)), ()
    made, faults = [], []
    for each in dict.fromkeys((GENERIC_PLAYBOOK, *(file.id for file in shelf))):
        try:
            made.append(catalogue_for(each, shelf))
        except PlaybookError as fault:
            faults.append(str(fault))
    kept = (each for each in made if each.words or each.id == GENERIC_PLAYBOOK)
    return tuple(sorted(kept, key=lambda each: len(each.lineage))), tuple(faults)


def proposed(
    catalogues: Sequence[Catalogue],
    text: str,
    logged: Mapping[str, str],
    *,
    is_chosen: bool,
    folders: str = "",
    least: float = LEAST_SHARE,
) -> tuple[Proposal, ...]:
    """Give the playbooks that fit, the likeliest first.

    What speaks for a playbook speaks for those that build on it too, unless it is the general one.

    Args:
        catalogues: the playbooks there are.
        text: what somebody says.
        logged: why logs and configuration speak for a playbook, by its id; see `told_by_logs`.
        is_chosen: whether somebody chose the playbooks.
        folders: names of log folders, which count like what somebody says.
        least: share under which a playbook is left out.
    """
    if is_chosen:
        share = 1 / len(catalogues)
        return tuple(Proposal(Pack(each, share), "you named it", is_told=True) for each in catalogues)
    own = _own_words(catalogues)
    found = {each.id: words_in(f"{text}\n{folders}", own[each.id]) for each in catalogues}
    spoken = {word for each in found.values() for word in each}
    if folders:
        spoken = set(words_in(text, spoken))
    by_id = {each.id: each for each in catalogues}
    told = {_family(each) for each in catalogues if not _is_silent(each, found, logged)}
    silent = {each.id: _family(each) for each in catalogues if _is_silent(each, found, logged)}
    shared = Counter(field if field in told else GENERIC_PLAYBOOK for field in silent.values())
    nats = {
        each.id: _nats(each, by_id, found, logged)
        - (_shared_out(silent[each.id], shared, told) if each.id in silent else 0.0)
        for each in catalogues
    }
    total = math.fsum(map(math.exp, nats.values()))
    made = [
        _proposal(
            each,
            math.exp(nats[each.id]) / total,
            (logged.get(each.id, ""), *_reasons(_words_for(each, found), spoken)),
        )
        for each in catalogues
    ]
    kept = [each for each in made if each.pack.share >= least]
    return tuple(sorted(kept, key=lambda each: -each.pack.share))


def in_doubt(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Give playbooks with the shares by which causes are weighed: what is told of the field is trusted by half."""
    total = math.fsum(each.share**DOUBT for each in packs)
    return tuple(Pack(each.catalogue, each.share**DOUBT / total) for each in packs)


def told_by_logs(runs: Sequence[Run], catalogues: Sequence[Catalogue]) -> dict[str, str]:
    """Give why tags, formats and configuration speak for playbooks, by their ids: a sentence without a full stop."""
    if not runs:
        return {}
    from coach.runs.describing.metrics_advice import domain_with_tags  # noqa: PLC0415 - only where logs were read

    own = _own_words(catalogues)
    told: dict[str, str] = {}
    for run in runs:
        found = domain_with_tags(run)
        if found is not None:
            told.setdefault(found.playbook, f"{_listed(found.tags[:TAGS])} in the logs")
        for playbook, score in _SCORES.get(GENERIC_PLAYBOOK if found is None else found.playbook, {}).items():
            tags = [tag for tag, series in run.series.items() if score.search(tag) and len(series)]
            if tags:
                told.setdefault(playbook, f"{_listed(tags[:TAGS])} in the logs")
        if run.format in _EPISODES:
            told.setdefault(_EPISODES[run.format], "files of episodes are in the logs")
    settings = " . ".join(
        f"{name} {value}".replace("_", " ")
        for run in runs
        for name, value in run.metadata.items()
        if len(value) <= LONGEST_SETTING and not _SPEED.search(name)
    )
    for each in catalogues:
        words = words_in(settings, own[each.id]) if settings else ()
        if len(words) >= LEAST_IN_CONFIGURATION:
            told.setdefault(each.id, f"{_listed(words[:TAGS])} in the configuration")
    return told


def told_by_symptoms(found: Iterable[Found], catalogues: Sequence[Catalogue]) -> dict[str, str]:
    """Give which symptom speaks for a special playbook, by its id: one that was warned of and that it alone knows.

    A playbook that builds on the one that brings a symptom knows it too; what the general one knows speaks for none.
    """
    told: dict[str, str] = {}
    for symptom in found:
        if symptom.severity == "info":
            continue
        key = current_id(symptom.detector)
        knows = {each.id: each for each in catalogues if key in each.symptoms}
        first = [each for each in knows.values() if not knows.keys() & (set(each.lineage) - {each.id})]
        if len(first) == 1 and first[0].id != GENERIC_PLAYBOOK:
            says = first[0].symptoms[key].says.removesuffix(".")
            told.setdefault(first[0].id, f"{says[:1].lower()}{says[1:]}, by the logs")
    return told


def _nats(
    catalogue: Catalogue,
    by_id: Mapping[str, Catalogue],
    found: Mapping[str, Sequence[str]],
    logged: Mapping[str, str],
) -> float:
    lineage = [each for each in (catalogue.lineage or (catalogue.id,)) if each in by_id]
    kinds = [each for each in lineage if each not in (GENERIC_PLAYBOOK, catalogue.id)]
    speaking = [*kinds, catalogue.id]
    words = math.fsum(PER_WORD * min(MOST_WORDS, len(found[each])) for each in speaking)
    is_agents = any(_AGENTS in by_id[each].lineage for each in logged if each in by_id)
    if GENERIC_PLAYBOOK in logged and not is_agents and _AGENTS not in catalogue.lineage:
        speaking = [GENERIC_PLAYBOOK, *speaking]
    logs = PER_RUN_LOGGED * len({each for each in speaking if each in logged})
    return words + logs + (NO_WORD if _is_silent(catalogue, found, logged) else 0.0)


def _is_silent(catalogue: Catalogue, found: Mapping[str, Sequence[str]], logged: Mapping[str, str]) -> bool:
    """Give whether nothing speaks for a special playbook itself."""
    return catalogue.id != GENERIC_PLAYBOOK and not found[catalogue.id] and catalogue.id not in logged


def _shared_out(field: str, shared: Mapping[str, int], told: Collection[str]) -> float:
    """Give the nats that a silent playbook loses to those it shares with; of fields nobody names two count whole."""
    return (
        math.log(shared[field]) if field in told else math.log(max(1.0, shared[GENERIC_PLAYBOOK] / UNNAMED))
    )


def _family(catalogue: Catalogue) -> str:
    """Give the field that a playbook belongs to: the first special one of those it builds on and itself."""
    return next((each for each in catalogue.lineage if each != GENERIC_PLAYBOOK), catalogue.id)


def _own_words(catalogues: Sequence[Catalogue]) -> dict[str, tuple[str, ...]]:
    """Give the words of each playbook's own field, without those of the playbooks it builds on."""
    words = {each.id: each.words for each in catalogues}
    return {
        each.id: tuple(
            word
            for word in each.words
            if not any(word in words.get(other, ()) for other in each.lineage if other != each.id)
        )
        for each in catalogues
    }


def _words_for(catalogue: Catalogue, found: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Give the words that speak for a playbook, those of its own field first."""
    below = [each for each in catalogue.lineage if each not in (GENERIC_PLAYBOOK, catalogue.id)]
    return tuple(word for each in (catalogue.id, *reversed(below)) for word in found.get(each, ()))


def _proposal(catalogue: Catalogue, share: float, reasons: Sequence[str]) -> Proposal:
    because = "; ".join(filter(None, reasons))
    otherwise = "it is the general one" if catalogue.id == GENERIC_PLAYBOOK else "it may hold the cause too"
    return Proposal(Pack(catalogue, share), because or otherwise, is_told=bool(because))


def _reasons(words: Sequence[str], spoken: Collection[str]) -> tuple[str, str]:
    """Give what words say for a playbook, those that somebody spoke and those of folders' names; empty for neither."""
    said = [each for each in words if each in spoken][:NAMED]
    named = [each for each in words if each not in spoken][:NAMED]
    return (
        f"you speak of {', '.join(said)}" if said else "",
        f"{_listed(named)} in the folder's name" if named else "",
    )


def _listed(names: Sequence[str]) -> str:
    """Give names as a subject with its verb: "a is", "a and b are"."""
    *most, last = names
    return f"{', '.join(most)} and {last} are" if most else f"{last} is"
