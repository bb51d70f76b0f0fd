"""The list of what names say outright: how a series is called, what it must not be, and what that means."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What a series must not be in the end."""

    HIGH = "a share at the limit or over it"
    LOW = "a share at the limit or under it"
    OVER = "a size over the limit"
    GROWS = "so many times what it was at first, or more"
    FALLS = "so small a part of what it was at first, or smaller"
    COUNTS = "a count that goes on"


class Sign(NamedTuple):
    """One sign.

    Attributes:
        id: its name.
        pattern: found in the words of the tag, joined by underscores.
        state: what it must not be.
        limit: of that state.
        says: what it means, as the end of a sentence.
        raises: the failure modes it speaks for, the likeliest first.
        other: words with which the name means something else.
    """

    id: str
    pattern: re.Pattern[str]
    state: State
    limit: float
    says: str
    raises: tuple[str, ...]
    other: re.Pattern[str] | None = None


_NO_TIME = re.compile(r"time|second|_ms(?:_|$)|loss|reward|rate_limit")

SIGNS: tuple[Sign, ...] = (
    Sign(
        "skipped-steps",
        re.compile(
            r"(?:skipped|overflow\w*)_(?:steps?|updates?|batches|iters?|iterations?)|(?:steps?|updates?)_skipped|found_inf|(?:amp|scaler|grads?)_overflows?$|overflow_counts?$|(?:num|n)_overflows?$"
        ),
        State.COUNTS,
        0.0,
        "updates are left out again and again, as where half precision overflows or gradients are not finite",
        ("fp16-overflow", "numeric-overflow", "exploding-gradients"),
        _NO_TIME,
    ),
    Sign(
        "not-finite",
        re.compile(
            r"(?:^|_)(?:nans?|non_?finite|infs?)_(?:count|steps?|batches|samples|grads?|values?)|(?:num|n|count)_(?:nans?|infs?|non_?finite)"
        ),
        State.COUNTS,
        0.0,
        "values that are no numbers turn up again and again",
        ("numeric-overflow", "constant-or-nan-feature", "exploding-gradients"),
        _NO_TIME,
    ),
    Sign(
        "left-out",
        re.compile(
            r"(?:corrupt\w*|unreadable|invalid|bad|failed|dropped|missing)_(?:samples?|examples?|files?|records?|images?|rows?|batches)"
        ),
        State.COUNTS,
        0.0,
        "examples are left out or cannot be read, again and again",
        ("examples-left-out", "constant-or-nan-feature", "hardware-fault"),
    ),
    Sign(
        "compiled-again",
        re.compile(r"recompil\w*|re_?trac(?:es|ing|ings)|graph_breaks?|compile_cache_miss\w*"),
        State.COUNTS,
        0.0,
        "the program is compiled anew again and again, as where shapes change from batch to batch",
        ("recompilation",),
        _NO_TIME,
    ),
    Sign(
        "given-up",
        re.compile(
            r"(?:worker|env|actor|node|nccl|rpc|connection)s?_(?:restarts?|failures?|crash\w*|timeouts?|errors?|retries)"
        ),
        State.COUNTS,
        0.0,
        "workers or connections fail again and again",
        ("hardware-fault", "slow-interconnect", "throughput-decay"),
    ),
    Sign(
        "overlap",
        re.compile(
            r"(?:train|test|val|eval|split)\w*_(?:overlap|leak\w*|contamina\w*)|overlap_(?:frac|fraction|share|rate)|contamina\w*_(?:frac|fraction|share|rate)|^(?:\w+_)?contamination$"
        ),
        State.HIGH,
        0.01,
        "what is held out is known from training",
        ("train-test-overlap", "eval-bug"),
        _NO_TIME,
    ),
    Sign(
        "clipped-always",
        re.compile(
            r"grads?\w*_clip\w*_(?:frac|fraction|share|rate|ratio|pct)|clipped_(?:steps|updates|grads?|gradients?)(?:_frac|_fraction|_share|_rate)?$"
        ),
        State.HIGH,
        0.95,
        "nearly every update is clipped, so that the limit sets the size of all steps",
        ("clip-too-tight", "lr-too-high", "exploding-gradients"),
        re.compile(r"ratio_clip|ppo|policy|time|count|num"),
    ),
    Sign(
        "nothing-to-learn-from",
        re.compile(
            r"(?:label|target|supervised|loss|trained|valid|answer|completion)_(?:tokens?|mask)_(?:frac|fraction|share|ratio|rate|mean)|(?:frac|fraction)_(?:labels?|targets?|supervised)|(?:frac|fraction|share)_tokens_in_loss"
        ),
        State.LOW,
        0.02,
        "next to nothing counts in the loss, as where labels are masked",
        ("all-labels-masked", "ignored-labels", "truncated-answer"),
    ),
    Sign(
        "masked-labels",
        re.compile(
            r"(?:masked|ignored|ignore)_(?:labels?|tokens?|targets?)(?:_frac|_fraction|_share|_ratio|_rate)?$|(?:labels?|targets?)_(?:masked|ignored)"
        ),
        State.HIGH,
        0.98,
        "next to nothing counts in the loss, since nearly all labels are masked",
        ("all-labels-masked", "ignored-labels", "truncated-answer"),
    ),
    Sign(
        "padding",
        re.compile(
            r"pad(?:ding|ded)?_(?:tokens?_)?(?:frac|fraction|share|ratio|rate|pct|percent)|(?:frac|pct|percent|share)_pad(?:ding)?$"
        ),
        State.HIGH,
        0.7,
        "most of a batch is padding: time is spent on it, and where it counts in the loss it makes that look good",
        ("padding-in-loss", "padding-waste"),
    ),
    Sign(
        "slower-clock",
        re.compile(
            r"(?:sm|gpu|core|graphics|mem\w*)_(?:clock|freq\w*)|clocks?_(?:mhz|sm|gpu)|(?:clock|freq\w*)_mhz"
        ),
        State.FALLS,
        0.85,
        "the device runs at a lower clock than before, as where it is too hot or too little power is left",
        ("clocks-throttled", "hardware-fault"),
    ),
    Sign(
        "old-weights",
        re.compile(
            r"(?:policy|weights?|params?|version|model|actor|learner)_(?:lag|stale\w*|delay|age)|stale\w*|off_policy\w*_(?:steps|lag|ness)"
        ),
        State.GROWS,
        5.0,
        "what is learnt from was made by ever older weights",
        ("stale-experience", "slow-node"),
        re.compile(r"replay|buffer|time|second"),
    ),
    Sign(
        "raw-inputs",
        re.compile(
            r"(?:inputs?|obs|observations?|features?|pixels?|states?)_(?:abs_|rms_|running_)?(?:mean|std|max|absmax|max_abs|rms|norm_max)$"
        ),
        State.OVER,
        50.0,
        "what goes into the network is far from numbers around 1, in which networks learn best",
        ("unnormalised-inputs", "pixel-scaling-missing", "preprocess-mismatch"),
        re.compile(r"count|time|grad"),
    ),
    Sign(
        "logits-grow",
        re.compile(
            r"(?:logits?|attn\w*|attention\w*|qk|activations?|hidden\w*|residual\w*|acts?|embeddings?|preact\w*)_(?:\w+_)?(?:max|absmax|max_abs|norm|rms|scale|std|magnitude|size)$|max_(?:attn|attention)?_?logits?$"
        ),
        State.GROWS,
        10.0,
        "the numbers inside the network grow without end",
        ("exploding-gradients", "logit-drift", "lr-too-high", "numeric-overflow"),
        re.compile(r"grad|update|loss"),
    ),
    Sign(
        "all-alike",
        re.compile(
            r"(?:cos\w*|cosine)_?sim\w*|(?:embeddings?|features?|representations?|samples?|outputs?)_(?:cos\w*|similarity)|similarity_(?:mean|avg|between)"
        ),
        State.HIGH,
        0.98,
        "whatever goes in, nearly the same comes out",
        ("mode-collapse", "posterior-collapse", "wrong-loss"),
        re.compile(r"grad|teacher|target|positive|pos_|to_init|update"),
    ),
    Sign(
        "codes-unused",
        re.compile(
            r"(?:codebook|vq)_(?:usage|util\w*|used\w*)|(?:codes?|entries)_(?:usage|util\w*)(?:_frac|_rate)?$"
        ),
        State.LOW,
        0.1,
        "hardly any of the codes is in use",
        ("codebook-collapse",),
    ),
    Sign(
        "queue-empty",
        re.compile(
            r"(?:prefetch|data|loader|batch|input)\w*_(?:queue|buffer)_(?:fill\w*|frac|fraction|level|ratio|util\w*)"
        ),
        State.LOW,
        0.1,
        "the next batch is hardly ever ready: the device waits for its data",
        ("gpu-starved", "throughput-decay"),
    ),
    Sign(
        "unknown-words",
        re.compile(r"(?:unk|oov|unknown_tokens?)_(?:frac\w*|rate|share|ratio)|(?:frac|share)_(?:unk|oov)"),
        State.HIGH,
        0.1,
        "the vocabulary does not hold what the text is made of",
        ("foreign-tokeniser", "ids-outside-embedding"),
    ),
    Sign(
        "answers-cut",
        re.compile(
            r"(?:seqs?|sequences?|prompts?|inputs?|samples?|answers?|completions?|examples?|labels?)_truncat\w*|"
            r"truncated_(?:seqs?|sequences?|prompts?|inputs?|samples?|answers?|completions?|examples?|labels?)"
        ),
        State.HIGH,
        0.5,
        "most of what is learnt from is cut off, its end first",
        ("truncated-answer", "all-labels-masked"),
        _NO_TIME,
    ),
    Sign(
        "rewards-clipped",
        re.compile(
            r"rewards?_clip\w*_(?:frac\w*|rate|share|ratio)|(?:frac|share)_(?:of_)?rewards?_clipped|clipped_rewards?"
        ),
        State.HIGH,
        0.9,
        "nearly every reward is cut to the same size, so that more of it looks no better",
        ("reward-clip-hides-signal", "reward-scale"),
        re.compile(r"time|mean|sum|return"),
    ),
    Sign(
        "invalid-actions",
        re.compile(r"(?:invalid|illegal|rejected)_(?:actions?|moves?)_?(?:frac\w*|rate|share|ratio)?$"),
        State.HIGH,
        0.3,
        "much of what the agent does is not allowed there",
        ("action-mask-wrong", "action-range"),
        re.compile(r"time|penalty|reward"),
    ),
    Sign(
        "divergence-fought",
        re.compile(r"(?:^|_)kl_(?:coefs?|coeffs?|coefficient|beta|weight)$"),
        State.GROWS,
        50.0,
        "the weight of the divergence is raised again and again: updates go too far in spite of it",
        ("kl-blowup", "lr-too-high"),
    ),
    Sign(
        "fewer-looked-at",
        re.compile(
            r"(?:eval|val|valid|validation|test)_(?:num|n|count)_(?:samples|examples|episodes|rows|batches)|"
            r"(?:num|n)_(?:eval|val|test)_(?:samples|examples|episodes|rows|batches)"
        ),
        State.FALLS,
        0.5,
        "what is evaluated on became far less",
        ("eval-bug", "examples-left-out"),
    ),
)
