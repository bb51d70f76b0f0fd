"""What somebody sees of a language model, or what makes it go away, names the cause before its rivals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.session.symptom_evidence import SymptomEvidence

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue


@pytest.mark.parametrize(
    ("playbook", "symptoms", "symptom_class", "first"),
    [
        ("language-models", {"no-counted-tokens"}, "never-learns", "all-labels-masked"),
        ("language-models", {"never-stops"}, "learns-badly", "end-token-unlearned"),
        ("language-models", {"cut-at-the-limit", "no-counted-tokens"}, "learns-badly", "truncated-answer"),
        ("language-models", {"future-changes-past"}, "too-good", "causal-mask-missing"),
        ("language-models", {"padding-changes-answer"}, "learns-badly", "packing-leak"),
        (
            "language-models",
            {"padding-changes-answer", "contrast.batch-of-one"},
            "learns-badly",
            "padding-mask-wrong",
        ),
        ("language-models", {"experts-uneven"}, "learns-badly", "router-collapse"),
        ("language-models", {"logits-grow"}, "learned-then-broke", "logit-drift"),
        ("language-models", {"loss-spike", "gradient-spike"}, "learned-then-broke", "bad-stretch-of-data"),
        ("language-models", {"broken-text", "contrast.without-cache"}, "learns-badly", "cache-mismatch"),
        ("language-models", {"contrast.greedy-decoding"}, "not-reproducible", "sampled-scores"),
        ("language-models", {"token-counts-differ"}, "wrong-number", "perplexity-units"),
        ("language-models", {"text-repeats"}, "learns-badly", "duplicated-data"),
        ("fine-tuning", {"gradients-missing", "tuned-like-base"}, "never-learns", "adapter-untrained"),
        (
            "fine-tuning",
            {"gradients-missing", "contrast.without-checkpointing"},
            "never-learns",
            "checkpointing-cuts-gradient",
        ),
        ("fine-tuning", {"tuned-like-base", "worse-after-reload"}, "learns-badly", "adapter-not-in-use"),
        ("fine-tuning", {"worse-after-reload", "fact.served-as.merged"}, "learns-badly", "lossy-merge"),
        ("fine-tuning", {"few-trainable"}, "learns-badly", "adapter-targets-wrong"),
        ("fine-tuning", {"base-moved"}, "learns-badly", "freeze-not-applied"),
        ("fine-tuning", {"skills-lost"}, "learned-then-broke", "catastrophic-forgetting"),
        ("fine-tuning", {"stairs-at-epochs"}, "learns-badly", "small-set-memorised"),
        ("fine-tuning", {"non-finite", "contrast.unquantised-base"}, "crash", "quantised-compute-type"),
    ],
)
def test_what_is_seen_names_the_cause_first(
    catalogues: dict[str, Catalogue], playbook: str, symptoms: set[str], symptom_class: str, first: str
) -> None:
    made = catalogues[playbook]

    assert symptoms <= made.symptoms.keys()
    assert made.explaining(SymptomEvidence.of(frozenset(symptoms)), symptom_class)[0].id == first
