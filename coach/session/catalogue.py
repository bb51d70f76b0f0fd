"""The catalogue a session consults: what can go wrong, how it shows, and what would tell causes apart.

A catalogue is a value handed to the stage machines; where it was written down (a playbook) is not their
concern. Numbers are relative weights and likelihoods, each with the kind of source it rests on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from coach.session.expected_outcomes import bits_of, completed
from coach.session.suggested import check_experiment, check_id, contrast_experiment, costs_no_more
from coach.session.symptom_evidence import SymptomEvidence, log_likelihood_ratio
from coach.session.word_score import NOTHING_SAID, word_nats

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from coach.session.failure_mode import FailureMode, Symptom
    from coach.session.suggested import SuggestedExperiment

SymptomClass = str | tuple[str, ...] | None
"""What the run did: the id of a symptom class, several where it may be any of them, or nothing said."""

OTHER_CLASSES = 0.02
"""Least share of a failure mode's cases that show as a class it does not state, all of those together (editorial)."""
SINGLED_OUT, FEW_OTHERS = 0.7, 2
"""P(outcome | failure mode) from which an experiment singles a failure mode out, and how many others may share that
outcome (editorial)."""

LEAST_BITS = 1e-9
"""Expected information under which an experiment tells nothing apart (rounding alone gives about 1e-16)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question that helps a person imagine what will have gone wrong."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A scalar worth logging: the tag's usual name and what it tells."""

    tag_hint: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything one playbook, with those it extends, offers a session.

    Attributes:
        id: the playbook's id.
        title: the playbook's title.
        symptom_classes: what the run did, in words, by class id.
        class_words: everyday words for a class, by class id.
        failure_modes: unique by id, in the playbook's order.
        experiments: unique by id, in the playbook's order.
        prompts: for the pre-mortem, in the order they are best asked.
        metrics: scalars worth logging.
        symptoms: what the likelihoods speak of, by symptom id.
        words: words that tell that a text is about what the playbook is about.
        lineage: ids of the playbooks it builds on, the most general first, and its own.
    """

    id: str
    title: str
    symptom_classes: Mapping[str, str]
    failure_modes: tuple[FailureMode, ...]
    experiments: tuple[SuggestedExperiment, ...]
    prompts: tuple[Prompt, ...] = field(default_factory=tuple)
    metrics: tuple[Metric, ...] = field(default_factory=tuple)
    symptoms: Mapping[str, Symptom] = field(default_factory=dict)
    class_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    lineage: tuple[str, ...] = ()

    def failure_mode(self, failure_mode_id: str) -> FailureMode | None:
        """Give the failure mode of that id, or None when there is none."""
        return next((mode for mode in self.failure_modes if mode.id == failure_mode_id), None)

    def for_premortem(self, exclude: Collection[str] = ()) -> tuple[FailureMode, ...]:
        """Give the failure modes not in `exclude`, the most common first."""
        kept = [mode for mode in self.failure_modes if mode.id not in exclude]
        return tuple(sorted(kept, key=lambda mode: -mode.weight))

    def explaining(
        self,
        evidence: SymptomEvidence,
        symptom_class: SymptomClass = None,
        exclude: Collection[str] = (),
        words: Mapping[str, float] = NOTHING_SAID,
    ) -> tuple[FailureMode, ...]:
        """Give the failure modes not in `exclude`, those that best explain what was seen first.

        The order is that of weight x P(symptoms | mode) x P(symptom class | mode) x exp(words); see
        `log_likelihood_ratio` and `word_nats`. Symptoms that nobody has looked for count for nothing.
        """
        kept = [mode for mode in self.failure_modes if mode.id not in exclude]
        score = self._log_scores(evidence, symptom_class)
        return tuple(sorted(kept, key=lambda mode: -(score[mode.id] + word_nats(words, mode.id))))

    def shares(
        self,
        evidence: SymptomEvidence,
        symptom_class: SymptomClass = None,
        words: Mapping[str, float] = NOTHING_SAID,
    ) -> dict[str, float]:
        """Give P(failure mode | what is known, it is one of these) by id; see `explaining`."""
        score = self._log_scores(evidence, symptom_class)
        most = max(score.values(), default=0.0)
        weight = {key: math.exp(each - most + word_nats(words, key)) for key, each in score.items()}
        total = math.fsum(weight.values())
        return {key: each / total for key, each in weight.items()}

    def experiments_for(self, hypothesis_ids: Collection[str]) -> tuple[SuggestedExperiment, ...]:
        """Give the experiments that tell the named hypotheses apart, the most telling first.

        Telling is the expected information, in bits, about which of the hypotheses is true when all of them
        and one unnamed other are equally likely; that one is what "something else" is made of, the failure
        modes that nobody named and what nobody knows. Costs are left to the planner.
        """
        return self._telling(self.experiments, hypothesis_ids)

    def contrasts_for(
        self, hypothesis_ids: Collection[str], tried: Collection[str]
    ) -> tuple[SuggestedExperiment, ...]:
        """Give the contrasts that tell the named hypotheses apart, the most telling first, without those tried."""
        untried = {key: each for key, each in self.symptoms.items() if key not in tried}
        return self._telling(replace(self, symptoms=untried).contrasts(), hypothesis_ids)

    def _telling(
        self, experiments: Iterable[SuggestedExperiment], hypothesis_ids: Collection[str]
    ) -> tuple[SuggestedExperiment, ...]:
        told = [(bits_of(each, hypothesis_ids, self.failure_modes), each) for each in experiments]
        useful = [(bits, experiment) for bits, experiment in told if bits > LEAST_BITS]
        ranked = sorted(useful, key=lambda pair: -pair[0])
        return tuple(completed(experiment, self.failure_modes) for _, experiment in ranked)

    def experiment(self, experiment_id: str) -> SuggestedExperiment | None:
        """Give an experiment, a check or a contrast by its id, with a row for every failure mode; None for no such."""
        found = next((each for each in self.experiments if each.id == experiment_id), None)
        if found is not None:
            return completed(found, self.failure_modes)
        if experiment_id.startswith(check_id("")):
            return self.check_of(experiment_id.removeprefix(check_id("")))
        return next((each for each in self.contrasts() if each.id == experiment_id), None)

    def checks_for(self, failure_mode_ids: Iterable[str]) -> tuple[SuggestedExperiment, ...]:
        """Give the checks of those failure modes that no experiment as cheap singles out, in the order given."""
        kept = [each for each in dict.fromkeys(failure_mode_ids) if not self._is_singled_out(each)]
        return tuple(check for check in map(self.check_of, kept) if check)

    def check_of(self, failure_mode_id: str) -> SuggestedExperiment | None:
        """Give a failure mode's own check as an experiment, or None when there is no such failure mode."""
        mode = self.failure_mode(failure_mode_id)
        return check_experiment(mode, self.failure_modes) if mode else None

    def contrasts(self) -> tuple[SuggestedExperiment, ...]:
        """Give every contrast as an experiment, in the playbook's order."""
        rates = self.base_rates
        return tuple(
            contrast_experiment(each, self.failure_modes, rates[each.id])
            for each in self.symptoms.values()
            if each.kind == "contrast"
        )

    def _is_singled_out(self, failure_mode_id: str) -> bool:
        mode = self.failure_mode(failure_mode_id)
        for experiment in self.experiments:
            row = experiment.rows.get(failure_mode_id)
            if mode is None or row is None or max(row) < SINGLED_OUT:
                continue
            if not costs_no_more(experiment, mode.check.price):
                continue
            outcome = row.index(max(row))
            others = sum(each[outcome] >= 1 / 2 for mode_id, each in experiment.rows.items())
            if others <= 1 + FEW_OTHERS:
                return True
        return False

    def merge(self, *others: Catalogue) -> Catalogue:
        """Give this catalogue extended by the others, from the most general to the most special.

        An entry of a later catalogue replaces the entry of the same id in its place; id and title are the
        last one's.
        """
        layers = (self, *others)
        return Catalogue(
            id=layers[-1].id,
            title=layers[-1].title,
            symptom_classes={key: text for layer in layers for key, text in layer.symptom_classes.items()},
            class_words={key: words for layer in layers for key, words in layer.class_words.items()},
            failure_modes=_latest_by_id(mode for layer in layers for mode in layer.failure_modes),
            experiments=_latest_by_id(experiment for layer in layers for experiment in layer.experiments),
            prompts=tuple({p.text: p for layer in layers for p in layer.prompts}.values()),
            metrics=tuple({m.tag_hint: m for layer in layers for m in layer.metrics}.values()),
            symptoms={key: symptom for layer in layers for key, symptom in layer.symptoms.items()},
            words=tuple(dict.fromkeys(word for layer in layers for word in layer.words)),
            lineage=tuple(dict.fromkeys(each for layer in layers for each in layer.lineage)),
        )

    def _log_scores(self, evidence: SymptomEvidence, symptom_class: SymptomClass) -> dict[str, float]:
        rates = self.base_rates
        return {
            mode.id: math.log(mode.weight)
            + log_likelihood_ratio(evidence, mode.symptoms, rates)
            + math.log(self._of_class(mode, symptom_class))
            for mode in self.failure_modes
        }

    @cached_property
    def base_rates(self) -> dict[str, float]:
        """P(a symptom is seen) whatever the cause, by symptom id: what the failure modes expect on average.

        A failure mode that says nothing about a symptom expects it as often as this, so that silence moves no belief
        (engine.md 5.1).
        """
        total = math.fsum(mode.weight for mode in self.failure_modes)
        stated: dict[str, list[tuple[float, float]]] = {each: [] for each in self.symptoms}
        for mode in self.failure_modes:
            for each, p in mode.symptoms.items():
                if each in stated:
                    stated[each].append((mode.weight, p))
        return {
            each: (
                math.fsum(weight * p for weight, p in said)
                + self.symptoms[each].anyway * (total - math.fsum(weight for weight, _ in said))
            )
            / total
            for each, said in stated.items()
        }

    def stated(self, symptom_id: str) -> dict[str, float]:
        """Give P(seen | failure mode) where a failure mode says something of a symptom, by failure mode id."""
        return {
            mode.id: mode.symptoms[symptom_id] for mode in self.failure_modes if symptom_id in mode.symptoms
        }

    def weight_in_class(self, mode: FailureMode, symptom_class: SymptomClass) -> float:
        """Give the weight of a failure mode among runs that show a symptom class."""
        return mode.weight * self._of_class(mode, symptom_class)

    def _of_class(self, mode: FailureMode, symptom_class: SymptomClass) -> float:
        """P(symptom class | mode); 1 where nothing is said.

        A run shows as one class, and whoever names several leaves open which: one of them, so that the probabilities
        add up.
        """
        if not symptom_class:
            return 1.0
        named = (symptom_class,) if isinstance(symptom_class, str) else dict.fromkeys(symptom_class)
        others = max(1, len(self.symptom_classes) - len(mode.classes))
        rest = max(OTHER_CLASSES, 1 - math.fsum(mode.classes.values())) / others
        return math.fsum(mode.classes.get(each, rest) for each in named)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Identified)


def _latest_by_id(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    return tuple({entry.id: entry for entry in entries}.values())
