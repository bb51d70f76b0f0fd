"""A cause stands on a list once: typed lines are held against the catalogue and against what is listed already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.answers.reading import words as said_in
from coach.session.earlier import had_before
from coach.session.event.common import Matched
from coach.session.exhibit import Say
from coach.session.form import Choice, Option
from coach.session.matches import matches
from coach.session.recognising import meant
from coach.session.slug import slug
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from coach.session.event import Body
    from coach.session.event.hypothesis import Origin
    from coach.session.exhibit import Exhibit
    from coach.session.failure_mode import FailureMode
    from coach.session.step import Answer, Place

SAME = 0.3
"""Nearness from which a line of one's own and a picked failure mode may be the same (editorial)."""
NEARLY_NAMED = 0.8
"""Nearness from which a line says nearly the words of a name or an alias, so that "yes" stands before it is asked
(editorial). Of the lines of tests/session/typed_causes.py by which nothing was chosen and that clearly name one mode,
38 of 43 as near as that mean it, and 20 of 22 that are less near: it parts the plainly said from the paraphrased, which
a person should say yes to, and not the right from the wrong."""
_NEW = re.compile(r"^new\s*:\s*(?P<line>\S.*)$", re.IGNORECASE | re.DOTALL)
_YES_OR_NO = (Option("yes", "yes"), Option("no", "no"))
_NONE = "none"
_WHY = (
    "What the playbook says of it then stands beside your own words, to be kept or changed: how it shows, and "
    "what it costs to mend or to prevent."
)


class Line(NamedTuple):
    """A line of a list of causes.

    Attributes:
        failure_mode: the id in the catalogue that it has; empty where it has none.
        is_open: nothing was said of it yet that would change its meaning.
    """

    id: str
    text: str
    origin: Origin = "own"
    failure_mode: str = ""
    is_open: bool = True


def as_new(line: str) -> str:
    """Give a line without the `new:` with which a person insists that it is another cause."""
    found = _NEW.match(line)
    return found["line"].strip() if found else line


def named_exactly(place: Place, line: str) -> str:
    """Give the id of the failure mode that a line names letter for letter; empty for none, and after `new:`."""
    said = line.strip().lower()
    modes = place.catalogue.failure_modes
    return next((mode.id for mode in modes if said in (mode.id, mode.name.lower())), "")


def own_line(place: Place, text: str, listed: Sequence[Line], *, fallback: str) -> Line:
    """Give a line of one's own as it goes on the list, under an id that no line has yet.

    Args:
        place: where it was typed.
        text: as typed.
        listed: what the list has so far.
        fallback: what an id is made of where the words give none.

    Raises:
        AnswerError: it is on the list already.
    """
    refuse_twice(place, text, listed)
    said = as_new(text)
    taken = {line.id for line in listed}
    return Line(slug(said, taken, fallback=fallback), said, "own", named_exactly(place, text))


def refuse_twice(place: Place, line: str, listed: Sequence[Line]) -> None:
    """Make sure that a typed line is not on the list already.

    Raises:
        AnswerError: it is, by its words, or as the same failure mode; `new:` before a line lets it pass.
    """
    same = None if _NEW.match(line) else _listed_as(place, line, listed)
    if same is not None:
        as_what = "" if same.text.lower() == line.strip().lower() else f", as “{same.text}”"
        raise AnswerError(
            f"“{line.strip()}” is on the list already{as_what}",
            hint="If it is another cause, say what sets it apart, after `new:`.",
        )


def recogniser(place: Place, listed: Sequence[Line]) -> Callable[[str], str]:
    """Give what is said beside a line while it is typed: what the catalogue takes it for; empty for nothing."""

    def beside(text: str) -> str:
        line = as_new(text)
        same = _listed_as(place, line, listed)
        if same is not None:
            return f"= {same.text} (on the list already)"
        exact = named_exactly(place, line)
        may = (exact,) if exact else meant(place.words, line).failure_modes
        names = [mode.name for mode in _modes(place, may)]
        return f"= {' or '.join(names)}{'?' if len(names) > 1 else ''} (catalogue)" if names else ""

    return beside


def match_steps(place: Place, lines: Sequence[Line], *, key: str, yes_from: float = 0.0) -> Iterator[Step]:
    """Give a question for each line of one's own that the catalogue may hold under a name of its own.

    Args:
        place: where they were typed.
        lines: the list.
        key: what the keys of the questions begin with.
        yes_from: nearness to a name or an alias from which "yes" stands unless it is changed; "no" does below it.
    """
    asked = matches(place.session).failure_mode
    listed = {line.failure_mode for line in lines}
    for line in lines:
        if line.origin != "own" or line.failure_mode or line.id in asked or not line.is_open:
            continue
        may = meant(place.words, line.text)
        left = _modes(place, [each for each in may.failure_modes if each not in listed])
        if left and may.is_clear:
            near = next(each.score for each in place.words.near(line.text) if each.failure_mode == left[0].id)
            yield _is_it(place, line, left[0], key, suggested="yes" if near >= yes_from else "no")
        elif left and not may.is_clear:
            yield _which(place, line, left, key)


def asked_about(place: Place, lines: Sequence[Line]) -> frozenset[str]:
    """Give the failure modes that `match_steps` asks about these lines, or has asked about them."""
    held = matches(place.session).offered
    offered = {mode for line in lines for mode in held.get(line.id, ())}
    open_lines = [line for line in lines if line.origin == "own" and not line.failure_mode and line.is_open]
    return frozenset(offered.union(*(meant(place.words, line.text).failure_modes for line in open_lines)))


def same_steps(place: Place, lines: Sequence[Line]) -> Iterator[Step]:
    """Give a question for each picked failure mode whose words are those of a line that has none yet."""
    held = matches(place.session).offered
    free = [line for line in lines if line.origin == "own" and not line.failure_mode and line.is_open]
    for picked in lines:
        if picked.origin != "catalogue" or not picked.is_open:
            continue
        alike = [
            (near.score, line)
            for line in free
            if picked.failure_mode not in held.get(line.id, ())
            for near in place.words.near(line.text)
            if near.failure_mode == picked.failure_mode and near.score >= SAME and near.shared > 1
        ]
        if alike:
            yield _same(picked, max(alike)[1])


def remembered(place: Place, lines: Sequence[Line]) -> tuple[Exhibit, ...]:
    """Give a quiet line for each line of one's own that an earlier investigation of this journal ended with."""
    asked = matches(place.session).failure_mode
    own = [line for line in lines if line.origin == "own"]
    said = dict.fromkeys(had_before(place, line.text, _mode_of(place, line, asked)) for line in own)
    return tuple(Say(each, "quiet") for each in said if each)


def _listed_as(place: Place, line: str, listed: Sequence[Line]) -> Line | None:
    said = line.strip().lower()
    for each in listed:
        if said in (each.id, each.text.lower()):
            return each
    mode = named_exactly(place, line) or _clearly(place, line)
    asked = matches(place.session).failure_mode
    for each in listed if mode else ():
        if _mode_of(place, each, asked) == mode:
            return each
    return None


def _mode_of(place: Place, line: Line, asked: Collection[str]) -> str:
    """Give the failure mode of a line; of one nobody was asked about yet, the one it clearly means."""
    return line.failure_mode or ("" if line.id in asked else _clearly(place, line.text))


def _clearly(place: Place, line: str) -> str:
    may = meant(place.words, line)
    return may.failure_modes[0] if may.is_clear else ""


def _modes(place: Place, failure_modes: Sequence[str]) -> list[FailureMode]:
    return [mode for each in failure_modes if (mode := place.catalogue.failure_mode(each)) is not None]


def _is_it(place: Place, line: Line, mode: FailureMode, key: str, *, suggested: str) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        is_it = said_in(answer) == "yes"
        return (Matched(line=line.id, failure_mode=mode.id if is_it else "", offered=(mode.id,)),)

    return Step(
        question=Question(
            key=f"{key}.{line.id}",
            text=f"“{line.text}” = “{mode.name}” of the catalogue?",
            why=_WHY,
            form=Choice((Option("yes", "yes", mode.name), Option("no", "no"))),
            suggested=suggested,
        ),
        accept=accept,
        exhibits=remembered(place, [line._replace(failure_mode=mode.id)]),
    )


def _which(place: Place, line: Line, modes: Sequence[FailureMode], key: str) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        chosen = said_in(answer)
        offered = tuple(mode.id for mode in modes)
        return (Matched(line=line.id, failure_mode="" if chosen == _NONE else chosen, offered=offered),)

    return Step(
        question=Question(
            key=f"{key}.{line.id}",
            text=f"“{line.text}”: is that one of these of the catalogue?",
            why=_WHY,
            form=Choice(
                (
                    *(Option(mode.id, mode.name, mode.says) for mode in modes),
                    Option(_NONE, "none of these"),
                )
            ),
            suggested=_NONE,
        ),
        accept=accept,
        exhibits=remembered(place, [line]),
    )


def _same(picked: Line, line: Line) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        is_same = said_in(answer) == "yes"
        mode = picked.failure_mode
        return (Matched(line=line.id, failure_mode=mode if is_same else "", offered=(mode,)),)

    return Step(
        question=Question(
            key=f"catalogue.same.{picked.id}",
            text=f"You picked “{picked.text}”. Is that the same as your “{line.text}”?",
            why="One cause under two names would share its chance between them and be weighed twice.",
            form=Choice(_YES_OR_NO),
            suggested="no",
        ),
        accept=accept,
    )
