"""The ways in which one thing is measured twice, by the words of names, and what it means if they disagree."""

from __future__ import annotations

from typing import NamedTuple

from coach.runs.detectors.card import Card

_SOURCE = (
    "what differs only in how it is measured should agree (worked out); the shares are coach's own choice"
)
_INNOCENT = ("the two are measured on different data on purpose",)


class Way(NamedTuple):
    """Words of which one of two names has some, what a disagreement means, and the card it is told under."""

    words: frozenset[str]
    says: str
    card: Card


def _card(name: str, *raises: str) -> Card:
    return Card(name=name, source=_SOURCE, innocent=_INNOCENT, raises=raises)


MODES = _card("modes-disagree", "train-eval-mode", "batch-norm-small-batch")
QUANTISED = _card("quantised-disagrees", "lossy-merge", "quantised-compute-type")
AVERAGED = _card("averaged-disagrees", "averaged-weights-lag", "averaged-buffers")
PADDED = _card("padding-disagrees", "padding-in-loss")
ALONE = _card("own-answers-disagree", "causal-mask-missing", "label-shift", "cache-mismatch")
OTHERWISE = _card(
    "measured-two-ways", "compiled-differs", "autocast-scope", "augmented-validation", "preprocess-mismatch"
)

WAYS: tuple[Way, ...] = (
    Way(
        frozenset({"bn", "batchnorm", "trainmode", "evalmode", "mode", "dropout", "batchstats"}),
        "the model answers otherwise in evaluation mode, as where running statistics of batch normalisation do not fit",
        MODES,
    ),
    Way(
        frozenset(
            {"int8", "int4", "fp8", "quant", "quantized", "quantised", "nf4", "q8", "q4", "gptq", "awq"}
        ),
        "much is lost where weights are quantised, as by a few outliers or a wrong range",
        QUANTISED,
    ),
    Way(
        frozenset({"ema", "swa", "polyak", "shadow", "averaged"}),
        "the averaged weights are not those of the model, as where they lag, or their statistics were not averaged",
        AVERAGED,
    ),
    Way(
        frozenset({"pad", "nonpad", "unpadded", "padding", "masked", "unmasked", "nopad"}),
        "what is masked, such as padding, counts in one of them and makes it look good",
        PADDED,
    ),
    Way(
        frozenset(
            {
                "generation",
                "generated",
                "generate",
                "freerunning",
                "autoregressive",
                "decoded",
                "greedy",
                "sampled",
            }
        ),
        "what is known in training is not known when the model answers by itself, as where it sees what it has to say",
        ALONE,
    ),
    Way(
        frozenset({"fp16", "bf16", "fp32", "half", "amp", "full"}),
        "the precision decides the result",
        OTHERWISE,
    ),
    Way(
        frozenset(
            {"compiled", "eager", "jit", "onnx", "exported", "export", "deployed", "serving", "tensorrt"}
        ),
        "what is deployed does not compute what was trained, or is fed otherwise",
        OTHERWISE,
    ),
    Way(
        frozenset({"aug", "augmented", "noaug", "clean", "raw", "tta"}),
        "how the data are prepared decides the result",
        OTHERWISE,
    ),
)
