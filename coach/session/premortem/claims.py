"""What somebody writes about the run, made a claim that the logs can decide, with the tags that earlier runs logged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.matching import as_new
from coach.session.premortem.claim_in_words import read_claim, read_failure
from coach.session.premortem.fires_when import fires_when
from coach.session.premortem.known_tags import (
    completions,
    is_a_tag,
    known_tags,
    meant_tags,
    near_tags,
    turned_tag,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.prediction import Prediction
    from coach.session.event.premortem import EarlierTag
    from coach.session.fold import Session
    from coach.session.premortem.claim_in_words import Said

FIRES, CHECKED = "fires when ", "checked for you: "
READ_AS = (FIRES, CHECKED)
"""How what is said of a claim begins where it was read as one that logs decide."""
IN_WORDS = "in words, for you to judge; with a quantity and a number it is checked"
LEAST_TYPED = 2
"""Letters from which a tag is completed."""
_NAME = re.compile(r"\"[^\"]*\"$|[^\s()\"<>=≥≤,:;]*$")
_TYPED = re.compile(r"[^\s()\"<>=≥≤,:;]*$")


def claim_of(session: Session, text: str) -> Prediction | None:
    """Give the claim that the logs can decide; None where it stays in words.

    Raises:
        AnswerError: it does not follow the grammar, or no earlier run logs its tag while some log one like it.
    """
    return _placed(session, text, read_claim(as_new(text)))


def tripwire_of(session: Session, text: str) -> Prediction | None:
    """Give what must hold as long as a failure does not show, from what one would see; raises as `claim_of`."""
    return _placed(session, text, read_failure(as_new(text)))


def of_what_one_sees(session: Session, text: str) -> str:
    """Give a tripwire in the grammar, or the words as they are; raises as `claim_of`."""
    tripwire = tripwire_of(session, text)
    return text.strip() if tripwire is None else str(tripwire)


def as_one_sees(text: str) -> str:
    """Give what is kept of how a failure shows as a person would say it: a tripwire by what sets it off.

    >>> as_one_sees("final(eval/return) >= 45")
    'eval/return is below 45 at the end'
    """
    return fires_when(parse_prediction(text)) if looks_like_prediction(text) else text


def beside_failure(session: Session, text: str) -> str:
    """Give a few words on how a failure shows, while it is typed."""
    return _beside(session, text, tripwire_of, lambda tripwire: f"{FIRES}{fires_when(tripwire)}")


def beside_claim(session: Session, text: str) -> str:
    """Give a few words on a claim of success, while it is typed."""
    return _beside(session, text, claim_of, lambda claim: f"{CHECKED}{claim}")


def _beside(
    session: Session,
    text: str,
    read: Callable[[Session, str], Prediction | None],
    told: Callable[[Prediction], str],
) -> str:
    if name := _name_to_be(session, text):
        return f"→ {name}"
    try:
        found = read(session, text)
    except AnswerError as error:
        return error.message
    if found is None:
        return _beside_words(session, text)
    return f"{told(found)}{_other_tags(session, text, found)}{_earlier(session, found)}"


def completed(session: Session, text: str) -> str:
    """Give a text with the tag that is being typed at its end written out; the text itself where none begins so."""
    found = _TYPED.search(text)
    typed = found[0] if found else ""
    if len(typed) < LEAST_TYPED:
        return text
    may = [each for each in completions(known_tags(session), typed) if each.casefold() != typed.casefold()]
    if not may or typed.casefold() in {each.tag.casefold() for each in known_tags(session)}:
        return text
    return text[: len(text) - len(typed)] + (f'"{may[0]}"' if re.search(r"[\s(),<>=]", may[0]) else may[0])


def _placed(session: Session, text: str, said: Said | None) -> Prediction | None:
    if said is None:
        return None
    tags = known_tags(session)
    meant = meant_tags(tags, said.subject)
    is_spelt = is_a_tag(said.subject) or looks_like_prediction(as_new(text))
    if meant and (not is_spelt or meant[0].casefold() == said.subject.casefold()):
        return said.of(meant[0])
    if not is_spelt:
        return None
    if as_new(text) == text:
        _refuse_a_slip(tags, said.subject)
    return said.of(said.subject)


def _refuse_a_slip(tags: Sequence[EarlierTag], tag: str) -> None:
    near = dict.fromkeys((*near_tags(tags, tag), *meant_tags(tags, tag)[:1]))
    if near:
        raise AnswerError(
            f"no earlier run logs {tag}; there is {', '.join(near)}",
            hint="If this run will log it for the first time, begin the line with `new:`.",
        )


def _beside_words(session: Session, text: str) -> str:
    said = read_claim(as_new(text)) if text.strip() else None
    if said is None:
        return IN_WORDS if text.strip() else ""
    if not known_tags(session):
        return "no earlier logs are known here; written by the name it is logged under, it is checked"
    turned = turned_tag(known_tags(session), said.subject)
    if turned:
        return f"{turned} is minus the {said.subject}: write it by that name, with its sign"
    return f"nothing logged here is called {said.subject}; it stays in words, for you to judge"


def _name_to_be(session: Session, text: str) -> str:
    """Give the tag that is being typed; empty where none begins so."""
    whole = completed(session, text)
    found = _NAME.search(whole) if whole != text else None
    return found[0] if found else ""


def _other_tags(session: Session, text: str, claim: Prediction) -> str:
    said = read_claim(as_new(text))
    others = (
        [each for each in meant_tags(known_tags(session), said.subject) if each != claim.tag] if said else []
    )
    return f" (or {others[0]}?)" if others else ""


def _earlier(session: Session, claim: Prediction) -> str:
    value = value_of(known_tags(session), claim.tag)
    return f". Before: {value.says}" if value is not None else ""
