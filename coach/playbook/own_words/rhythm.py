"""What a text tells of as coming back at a regular length: "a spike exactly every 1000 steps", "a sawtooth"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.playbook.own_words.clauses import sentences_of
from coach.session.recognising import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.own_words.clauses import Told
    from coach.session.failure_mode import Symptom

_BEAT = re.compile(
    r"\b(?:every|each)\s+(?:single |other )?(?:~|about |exactly )?(?:\d[\d,.]*\s*k?\s*(?:-?th\s+)?)?"
    r"(?:steps?|iterations?|iters?|updates?|batches|epochs?|rollouts?|episodes?|minutes?|hours?)\b"
    r"|\b(?:at|in) (?:regular|fixed|constant|even) (?:intervals?|distances?)\b|\bperiodic(?:al(?:ly)?)?\b|\bregularly\b"
    r"|\blike clockwork\b"
)
_EVENT = re.compile(
    r"\b(?:spik\w+|bump\w*|peak\w*|jump\w*|dips?|drops?|kinks?|waves?|hiccups?|stall\w*|slow(?:s|er)|oscillat\w+)\b"
)
_SAW_TOOTH = re.compile(r"\bsaw[- ]?tooth")
_SHAPE = re.compile(
    r"\b(?:saw[- ]?tooth\w*|periodic(?:ally)? (?:spik|bump|peak|jump|dip|drop|pattern|oscillat)\w*)"
)
_LOAD = re.compile(
    r"\b(?:memory|vram|ram|gpu util\w*|utili[sz]ation|fps|sps|throughput|speed|it/s|"
    r"(?:step|iteration|batch) times?|slow\w*|stall\w*|hiccups?)\b"
)
_CURVE = re.compile(
    r"\b(?:loss\w*|error|perplexity|accuracy|acc|rewards?|returns?|scores?|curves?|metrics?)\b"
)
_SCHEDULED = re.compile(
    r"\b(?:log|logg\w+|sav\w+|evaluat\w+|checkpoint\w*|print\w*|call\w*|reset\w*|updat\w+)\s+$"
)
_DENIED = re.compile(r"\b(?:no|not|never|without)\b")
_REACH = 60
"""Letters between what happens and how often, so that both are said of one another (editorial)."""


def told_as_rhythm(text: str, told: Told, symptoms: Sequence[Symptom]) -> Iterator[Read]:
    """Give what a text tells of as repeating: the curve, or memory and time, sentence by sentence."""
    known = {each.id for each in symptoms if each.kind == "symptom"}
    doubtful = {clause.sentence for clause in told.clauses if clause.is_doubtful}
    for at, sentence in enumerate(sentences_of(text)):
        said = sentence.lower()
        is_doubtful = at in doubtful and not _SAW_TOOTH.search(said)  # a curve is said to look like one
        if is_doubtful or not _repeats(said):
            continue
        symptom = "periodic-load" if _LOAD.search(said) and not _CURVE.search(said) else "periodic-loss"
        if symptom in known:
            yield Read(symptom, is_there=True, quote=sentence.strip())


def _repeats(said: str) -> bool:
    if shape := _SHAPE.search(said):
        return not _DENIED.search(said[: shape.start()])
    for beat in _BEAT.finditer(said):
        begin = max(0, beat.start() - _REACH)
        before, after = said[begin : beat.start()], said[beat.end() : beat.end() + _REACH]
        if _SCHEDULED.search(before) or _DENIED.search(before):
            continue
        if _EVENT.search(before) or _EVENT.search(after):
            return True
    return False
