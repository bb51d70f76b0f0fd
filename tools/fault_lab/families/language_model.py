"""A small language model: its samples break rules that the text keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import OTHER_SEED, other_seeds, rerun
from tools.fault_lab.shown import table
from tools.fault_lab.trainings.letters import (
    DECODED,
    PAD,
    LetterModel,
    counted_loss,
    kinds,
    sample_score,
    train,
)

LEAST: Final = 0.83
"""Samples with a smaller share of allowed letters are complained about; healthy ones have some 0.85."""
_NEAR: Final = 0.35
_TEXTS: Final = 100
_BETTER: Final = 1.1
_MOSTLY: Final = 0.4
_WIDE: Final = 0.15
_LOWER: Final = 0.97


def _complains(trained: Trained) -> bool:
    return trained.facts["legal"] < LEAST


def _beside_counts(_: LetterModel, seed: int, trained: Trained) -> Seen:
    counted, reached = counted_loss(seed), trained.facts["val_loss"]
    outcome = "below" if reached < counted - _NEAR else "above" if reached > counted + _NEAR else "near"
    rows = [("this model", reached), ("counted triples", counted)]
    return Seen(outcome, table(("", "held-out loss, nats a letter"), rows))


def _there_and_back(settings: LetterModel, _: int, trained: Trained) -> Seen:
    text = trained.kept.texts[0, :12]
    back = DECODED[text] if settings.other_letters else text
    said = ["".join("_abcdefghi"[each] for each in some) for some in (text, back)]
    outcome = "same" if (text == back).all() else "differs"
    return Seen(outcome, table(("text", said[0]), [("encoded and decoded", said[1])]))


def _without_cache(settings: LetterModel, seed: int, trained: Trained) -> Seen:
    rng = np.random.default_rng(seed + OTHER_SEED)
    after = sample_score(trained.kept.weights, replace(settings, fresh=True), rng, _TEXTS)
    rows = [("with", trained.facts["legal"]), (f"without, {_TEXTS} texts", after)]
    better = after > _BETTER * trained.facts["legal"]
    return Seen("better" if better else "same", table(("cache", "allowed letters"), rows))


def _one_batch(settings: LetterModel, _: int, trained: Trained) -> Seen:
    texts = trained.kept.texts[:24]
    padding = float((texts == PAD).mean())
    target = texts[0, 1:13] if settings.shifted else texts[0, 2:14]
    rows = [(*("_abcdefghi"[each] for each in pair),) for pair in zip(texts[0, 1:13], target, strict=True)]
    outcome = "itself" if settings.shifted else "padding" if padding > _MOSTLY else "fine"
    return Seen(outcome, table(("letter", "target"), rows) + f"\npadding: {padding:.0%} of the batch")


def _order(_: LetterModel, __: int, trained: Trained) -> Seen:
    share = kinds(trained.kept.texts)
    tenths = [float(each.mean()) for each in np.array_split(share, 10)]
    outcome = "changes" if abs(np.mean(tenths[:2]) - np.mean(tenths[-2:])) > _WIDE else "steady"
    rows = [(f"{at + 1}", value) for at, value in enumerate(tenths)]
    return Seen(outcome, table(("tenth of the stream", "like the held-out text"), rows))


LANGUAGE_MODEL: Final = Family(
    id="language-model",
    healthy=LetterModel(),
    train=train,
    complaint="samples keep the rules of the text less often than the last model's did",
    complains=_complains,
    causes=(
        Cause(
            id="target-not-shifted",
            name="The target is the letter itself and not the next one",
            mode="label-shift",
            base=2,
            repair="shift-targets",
            changes={"shifted": True},
        ),
        Cause(
            id="padding-counted",
            name="Padding is counted in the loss",
            mode="padding-in-loss",
            base=3,
            repair="mask-padding",
            changes={"padded": 0.75},
        ),
        Cause(
            id="decoded-otherwise",
            name="Samples are decoded with the vocabulary of another tokeniser",
            mode="foreign-tokeniser",
            base=2,
            repair="save-tokeniser",
            changes={"other_letters": True},
        ),
        Cause(
            id="cache-cut-short",
            name="The cache used while sampling loses a position",
            mode="cache-mismatch",
            base=2,
            repair="rewrite-cache",
            changes={"stale_cache": True},
        ),
        Cause(
            id="texts-in-order",
            name="The texts are not shuffled, and one kind comes last",
            mode="unshuffled-data",
            base=2,
            repair="shuffle",
            changes={"sorted_texts": True},
        ),
        Cause(
            id="rate-too-low",
            name="The learning rate is too low for the length of the run",
            mode="lr-too-low",
            base=2,
            repair="raise-rate",
            changes={"rate": 0.3},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: a few samples, and what chance does to them",
            mode="early-stopping-noise",
            base=15,
            repair="let-be",
        ),
    ),
    repairs=(
        Repair(id="shift-targets", name="Shift the targets, and train again", runs=1, work=0.5),
        Repair(id="mask-padding", name="Mask padding in the loss, and train again", runs=1, work=0.7),
        Repair(
            id="save-tokeniser",
            name="Keep the tokeniser with the checkpoint, and evaluate again",
            runs=0.6,
            work=1.5,
        ),
        Repair(id="rewrite-cache", name="Rewrite the cache, and evaluate again", runs=0.4, work=3.0),
        Repair(id="shuffle", name="Shuffle the texts, and train again", runs=1, work=0.5),
        Repair(id="raise-rate", name="Search the learning rate upwards", runs=1.5, work=0.3),
        Repair(
            id="let-be", name="Change nothing: judge a thousand samples of three seeds", runs=0.8, work=0.4
        ),
    ),
    looks=(
        Look(
            id="beside-counts",
            name="Compare the held-out loss with that of a table of counted triples",
            rule="within 0.35 nats is near",
            outcomes={"near": "about the same", "above": "clearly higher", "below": "impossibly lower"},
            runs=0.0,
            work=0.7,
            see=_beside_counts,
        ),
        Look(
            id="there-and-back",
            name="Encode a text and decode it with what the sampler uses",
            rule="every letter is the same",
            outcomes={"same": "the same text comes back", "differs": "another text comes back"},
            runs=0.0,
            work=0.3,
            see=_there_and_back,
        ),
        Look(
            id="without-cache",
            name="Draw a hundred samples without the cache",
            rule="allowed letters are 1.1 times as frequent",
            outcomes={"better": "clearly better samples", "same": "as before"},
            runs=0.05,
            work=0.4,
            see=_without_cache,
        ),
        Look(
            id="print-a-batch",
            name="Print one batch with its targets",
            rule="a target that is the letter itself, or more than 0.4 of padding",
            outcomes={
                "fine": "nothing odd in it",
                "padding": "most of it is padding",
                "itself": "every target is the letter itself",
            },
            runs=0.0,
            work=0.4,
            see=_one_batch,
        ),
        Look(
            id="along-the-stream",
            name="Compare the stream with the held-out text, tenth by tenth",
            rule="the last two tenths differ from the first two by more than 0.15",
            outcomes={"steady": "all tenths are alike", "changes": "the last ones are another kind"},
            runs=0.0,
            work=0.6,
            see=_order,
        ),
        rerun(
            id="ten-times-the-rate",
            name="Half a run at ten times the learning rate",
            train=train,
            change=lambda settings: {"rate": 10 * settings.rate, "steps": settings.steps // 2},
            fact="val_loss",
            better=lambda before, after: after < _LOWER * before,
            rule="the held-out loss is under 0.97 of what it was",
            changed="ten times the rate",
            runs=0.5,
        ),
        other_seeds(train=train, complains=_complains, fact="legal"),
    ),
    service="Start from a reference trainer and move the data over",
    service_runs=3,
)
