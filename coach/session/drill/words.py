"""What is typed in a drill, as an event: `buy 2`, `odds 60 30 10`, `repair 1`, `start over`, `answer`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.drill.events import (
    Explained,
    GaveUp,
    LookBought,
    OddsStated,
    RepairTried,
    StartedOver,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.drill.events import Body
    from coach.session.drill.fold import Drill

MOVES = ("buy 1", "odds 60 30 10", "repair 1", "repair 1 for 2", "start over", "answer")
"""An example of each move; `answer` gives up and asks what it was."""
HOW = f"Type: {'; '.join(MOVES)}; quit."


def parse(drill: Drill, text: str) -> Body:
    """Give the event that a line means; numbers count from 1 in the order in which things are shown.

    Raises:
        AnswerError: it means none, or names something that the case does not have.
    """
    verb, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    match verb.casefold():
        case "think":
            return parse_explanations(rest)
        case "buy" | "b":
            return LookBought(look=named("look", rest, [each.id for each in drill.case.looks]))
        case "odds" | "o":
            return OddsStated(odds=_odds(drill, rest))
        case "repair" | "r":
            return _repair(drill, rest)
        case "start" | "start-over":
            return StartedOver(diagnosis=_diagnosis(drill, rest.removeprefix("over").strip(), _causes(drill)))
        case "answer":
            return GaveUp()
        case _:
            raise AnswerError(f"{text.strip()[:60]!r} is none of the moves", hint=HOW)


def parse_explanations(rest: str) -> Explained:
    """Give explanations in a person's own words, with ; between them."""
    return Explained(lines=tuple(part.strip() for part in rest.split(";") if part.strip()))


def _repair(drill: Drill, rest: str) -> RepairTried:
    wanted, _, cause = rest.partition(" for ")
    repair = named("repair", wanted.strip(), [each.id for each in drill.case.repairs])
    cures = list(drill.case.repair(repair).cures)
    return RepairTried(repair=repair, diagnosis=_diagnosis(drill, f"for {cause}" if cause else "", cures))


def _diagnosis(drill: Drill, rest: str, among: Sequence[str]) -> str:
    """Give the cause that is named, else the one of `among` with the highest odds stated last."""
    if rest:
        return named("cause", rest.removeprefix("for").strip(), _causes(drill))
    return max(among, key=lambda each: drill.odds.get(each, 0.0))


def _odds(drill: Drill, rest: str) -> dict[str, float]:
    """Give odds scaled to 1, from numbers in the order of the causes or `cause=number`."""
    causes = _causes(drill)
    words = rest.replace(",", " ").replace("%", " ").split()
    if any("=" in each for each in words):
        pairs = [each.partition("=") for each in words]
        given = {named("cause", name, causes): _number(value) for name, _, value in pairs}
    else:
        if len(words) != len(causes):
            said = f"{len(words)} odds for {len(causes)} causes"
            such = odds_such_as(len(causes))
            raise AnswerError(
                said, hint=f"Give one number for each cause, in their order, such as {such}; any sum will do."
            )
        given = dict(zip(causes, map(_number, words), strict=True))
    if missing := [each for each in causes if each not in given]:
        raise AnswerError(f"no odds for {', '.join(missing)}", hint="Give one number for each cause.")
    total = math.fsum(given.values())
    if not 0 < total < math.inf:
        raise AnswerError("the odds sum to nothing", hint="Give at least one cause something.")
    return {each: given[each] / total for each in causes}


def odds_such_as(count: int) -> str:
    """Give an example of odds on so many causes.

    >>> odds_such_as(3), odds_such_as(5)
    ('40 30 20', '40 30 20 10 10')
    """
    return " ".join((["40", "30", "20"] + ["10"] * count)[:count])


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise AnswerError(f"{word!r} is no number from 0 up", hint="Give numbers such as 60 30 10.")
    return value


def named(what: str, word: str, ids: list[str]) -> str:
    """Give the id that a word or a number from 1 means.

    Raises:
        AnswerError: it means none of them.
    """
    if word in ids:
        return word
    if word.isdecimal() and 1 <= int(word) <= len(ids):
        return ids[int(word) - 1]
    said = f"there is no {what} {word!r} in this case" if word else f"which {what}?"
    raise AnswerError(said, hint=f"Give a number from 1 to {len(ids)}, or one of: {', '.join(ids)}.")


def _causes(drill: Drill) -> list[str]:
    return [each.id for each in drill.case.causes]
