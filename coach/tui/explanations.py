"""What the page of explanations shows of a walk, with what is said on it and not confirmed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.form import Choice, Lines, Several
from coach.session.hypotheses import hypotheses
from coach.session.observations import in_brief, observations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.beliefs import BeliefRow
    from coach.session.form import Option
    from coach.session.observations import Observation
    from coach.session.step import Step
    from coach.tui.interfaces import Walk

FAVOURITE, DOUBT, MATCH = "hypotheses.favourite", "hypotheses.doubt", "hypotheses.match."
OF_ITS_OWN = frozenset({"no", "none"})
"""Answers by which a line is none of the catalogue's causes."""


class Said(NamedTuple):
    """What stands on the page and is not confirmed.

    Attributes:
        matches: which cause of the catalogue a line is, by the key of the question.
        picks: ids of the causes that were ticked.
    """

    matches: Mapping[str, str]
    picks: tuple[str, ...] = ()


class OwnLine(NamedTuple):
    """A line of the list.

    Attributes:
        match: the question which cause of the catalogue it is; None where it is not asked.
        is_catalogued: it is one of the catalogue's, as was said before.
    """

    id: str
    text: str
    match: Step | None
    is_catalogued: bool

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers to that question."""
        form = self.match.question.form if self.match else None
        return form.options if isinstance(form, Choice) else ()

    def name(self, said: str) -> str:
        """Give the catalogue's name that an answer means; of a refusal, the name that is refused."""
        found = next((each for each in self.options if each.id == said), None)
        if found is None or said in OF_ITS_OWN:
            return next((each.says for each in self.options if each.id == "yes"), "")
        return found.says if said == "yes" else found.text


class Explanations(NamedTuple):
    """The page.

    Attributes:
        lines: the list so far.
        growing: the list, while it is being written.
        bet: the question on which one one would bet; None where it is not asked yet, or any more.
        asks_doubt: why the bet may be wrong is asked with it.
        picks: what was not mentioned.
        wants: what the list still wants before the rest is asked; empty for nothing.
        beliefs: the bars, with the playbook's numbers.
        seen: what there is to explain, in a few words each.
    """

    lines: tuple[OwnLine, ...]
    growing: Step | None
    bet: Step | None
    asks_doubt: bool
    picks: Step | None
    wants: str
    beliefs: tuple[BeliefRow, ...]
    seen: tuple[str, ...]


def explanations_of(walk: Walk, steps: Sequence[Step], said: Said) -> Explanations:
    """Give the page as the walk stands, supposing what is said on it; takes a moment, for a thread."""
    growing = next((step for step in steps if isinstance(step.question.form, Lines)), None)
    asked = {step.question.key: step for step in steps if step.question.key.startswith(MATCH)}
    answers: dict[str, object] = {key: _match(step, said.matches.get(key, "")) for key, step in asked.items()}
    finished, wants = dict(answers), ""
    if growing is not None:
        finished[growing.question.key] = []
    try:
        after = walk.supposing(finished)
    except AnswerError as error:
        after, wants = walk.supposing(answers), error.message.partition(":")[0]
    sheet = None if wants else after.sheet
    following = {step.question.key: step for step in sheet.steps} if sheet else {}
    picks = next((step for step in following.values() if isinstance(step.question.form, Several)), None)
    if picks is not None and (ticked := _offered(picks, said.picks)):
        after = walk.supposing({**finished, picks.question.key: ticked})
    bet = following.get(FAVOURITE)
    return Explanations(
        lines=tuple(
            OwnLine(view.id, view.text, asked.get(f"{MATCH}{view.id}"), bool(view.failure_mode))
            for view in hypotheses(walk.session)
        ),
        growing=growing,
        bet=bet,
        asks_doubt=bet is not None or DOUBT in following,
        picks=picks,
        wants=wants,
        beliefs=after.beliefs,
        seen=_once_each(each for each in observations(walk.session) if not each.denied),
    )


def _once_each(seen: Iterable[Observation]) -> tuple[str, ...]:
    """Give a few words for each thing seen, once and with a count where several are called the same.

    The whole sentences stood on the page before, and are a key away beside the curves.
    """
    named = Counter(map(in_brief, seen))
    return tuple(f"{name}, {count} times" if count > 1 else name for name, count in named.items())


def _match(step: Step, said: str) -> str:
    """Give what was said of a line, where that can be said; else what stands unless it is changed."""
    form = step.question.form
    ids = {option.id for option in form.options} if isinstance(form, Choice) else set()
    return said if said in ids else step.question.suggested


def _offered(picks: Step, ticked: Sequence[str]) -> list[str]:
    form = picks.question.form
    offered = {option.id for option in form.all_options} if isinstance(form, Several) else set()
    return [each for each in ticked if each in offered]
