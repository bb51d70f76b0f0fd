"""The lists that people wrote alone, made one: what two of them may have called by different words is asked about."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.answers.reading import chosen
from coach.session.event.pairing import Pooled
from coach.session.exhibit import Branch, Outline, Say
from coach.session.form import GoOn, Option, Several
from coach.session.matching import as_new
from coach.session.pairing.alone import merged
from coach.session.pairing.judged import lines
from coach.session.pairing.people import listed
from coach.session.recognising import meant
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Answer, Place

LISTS = "pair.lists"
_ALIKE = 0.5
"""Share of the longer words of the shorter line above which standing in the other too makes it asked about."""
_LONG = 4
"""Letters of a word that counts."""


class Written(NamedTuple):
    """A line and who wrote it."""

    person: str
    text: str


class Alike(NamedTuple):
    """Two lines of different people that may be one, and whether they say the same letter for letter."""

    one: Written
    two: Written
    is_exact: bool


def merge_lists(place: Place, pairing: Pairing) -> Step:
    """Give the step that shows all lists together and asks which lines are one."""
    key, done = next(iter(pairing.rounds.items()))
    by = lines(done)
    written = [Written(person, text) for person in pairing.people for text in by.get(person, ())]
    alike = tuple(_alike(place, written))
    asked = [each for each in alike if not each.is_exact]
    options = tuple(
        Option(
            f"{at}",
            f"{each.one.person}'s “{each.one.text}” and {each.two.person}'s “{each.two.text}” are one",
        )
        for at, each in enumerate(asked, 1)
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        same = {asked[int(each) - 1] for each in (chosen(answer) if options else ())}
        same |= {each for each in alike if each.is_exact}
        one = _one_list(written, same)
        pool = Pooled(
            questions=(key,),
            people=tuple(each for each in pairing.people if each not in done.released),
            pool="list",
            authors={as_new(text).casefold(): names for text, names in one.items()},
        )
        return (*_named(pairing.steps[key], one), pool)

    names = listed(pairing.people)
    return Step(
        question=Question(
            key=LISTS,
            text=f"{names}: which of these are one and the same?"
            if asked
            else f"{names}: this is what you have.",
            why="People who list apart and then put their lists together name more than the same people talking. One "
            "cause under two names would be weighed twice.",
            source="Mullen, Johnson and Salas 1991; Barnett et al. 2019",
            form=Several(options) if options else GoOn(),
            suggested="none" if options else "",
        ),
        accept=accept,
        exhibits=_together(by, pairing),
    )


def _together(by: Mapping[str, Sequence[str]], pairing: Pairing) -> tuple[Exhibit, ...]:
    roots = tuple(
        Branch(f"{person} ({len(by.get(person, ()))})", tuple(map(Branch, by.get(person, ()))))
        for person in pairing.people
    )
    return (
        Outline("Written apart", roots),
        Say(
            "Nobody has to defend a line. What only one of you has is worth as much as what all have.",
            "quiet",
        ),
    )


def _alike(place: Place, written: Sequence[Written]) -> Iterable[Alike]:
    for one, two in combinations(written, 2):
        if one.person == two.person:
            continue
        if one.text.casefold() == two.text.casefold():
            yield Alike(one, two, is_exact=True)
        elif _same_mode(place, one.text, two.text) or _shared(one.text, two.text) > _ALIKE:
            yield Alike(one, two, is_exact=False)


def _same_mode(place: Place, one: str, two: str) -> bool:
    mine, theirs = meant(place.words, one), meant(place.words, two)
    return bool(set(mine.failure_modes[:1]) & set(theirs.failure_modes[:1]))


def _shared(one: str, two: str) -> float:
    """Give the share of the longer words of the shorter of two lines that stand in the other too."""
    words = [{each for each in text.casefold().split() if len(each) >= _LONG} for text in (one, two)]
    fewest = min(map(len, words))
    return len(words[0] & words[1]) / fewest if fewest else 0.0


def _one_list(written: Sequence[Written], same: Iterable[Alike]) -> dict[str, tuple[str, ...]]:
    """Give each line once, as its first author wrote it, with everybody who wrote it."""
    first = {each: each for each in written}
    for pair in same:
        root = _root(pair.one, first)
        first[_root(pair.two, first)] = root
    found: dict[str, tuple[str, ...]] = {}
    for each in written:
        text = _root(each, first).text
        found[text] = tuple(dict.fromkeys((*found.get(text, ()), each.person)))
    return found


def _root(each: Written, first: Mapping[Written, Written]) -> Written:
    while first[each] != each:
        each = first[each]
    return each


def _named(step: Step, one: Mapping[str, object]) -> tuple[Body, ...]:
    """Give what the list means; lines that were said to differ are kept apart whatever the catalogue says."""
    try:
        return merged(step, tuple(one))
    except AnswerError:
        return merged(step, tuple(f"new: {as_new(text)}" for text in one))
