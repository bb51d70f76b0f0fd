"""Which playbooks a session uses, one or several at once: proposed with a reason, and asked where that is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.answers.reading import chosen
from coach.session.event.common import PlaybookChosen
from coach.session.form import Option, Several
from coach.session.hypotheses import hypotheses
from coach.session.observations import pending_path
from coach.session.step import Question, Step
from coach.session.step_builders import is_stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.fold import Session
    from coach.session.step import Answer, Place

CLEAR = 0.8
"""Share from which a playbook is taken without a question (editorial)."""
TICKED = 0.2
"""Share from which a proposed playbook is ticked where it is asked (editorial)."""
KEY = "frame.playbook"
"""The key of the question."""


class Proposed(NamedTuple):
    """A playbook that may fit.

    Attributes:
        id: its id.
        title: its title.
        share: P(it is the one that fits).
        because: why, in one sentence without a full stop; empty where nothing that is known speaks for it.
    """

    id: str
    title: str
    share: float
    because: str


def playbook_ids(session: Session) -> tuple[str, ...]:
    """Give the ids of the playbooks a session uses; none until one was chosen."""
    picked = session.last(PlaybookChosen)
    if picked is not None:
        return picked.playbooks
    return (session.opened.playbook,) if session.opened and session.opened.playbook else ()


def steps(place: Place) -> Iterator[Step]:
    """Give the question which playbooks to use, where there is a choice and nobody named one.

    Logs that are still to be read may answer it.
    """
    session = place.session
    is_open = not playbook_ids(session) and pending_path(session) is None
    if is_open and len(place.shelf()) > 1 and to_take(place) is None:
        yield choice(place)


def choice(place: Place) -> Step:
    """Give the question which playbooks to use, filled with what is used or else with what is proposed."""
    proposals = {each.id: each for each in place.proposals()}
    used = playbook_ids(place.session)
    ticked = used or tuple(key for key, each in proposals.items() if each.share >= TICKED)
    order = [*proposals, *(each.id for each in place.shelf() if each.id not in proposals)]
    titles = {each.id: each.text for each in place.shelf()}

    def accept(answer: Answer) -> tuple[PlaybookChosen, ...]:
        picked = chosen(answer)
        if not picked:
            raise AnswerError(
                "at least one playbook is needed", hint="The general one is deep-learning, if nothing fits."
            )
        return (PlaybookChosen(playbook=picked[0], also=picked[1:]),)

    return Step(
        question=Question(
            key=KEY,
            text="What kind of work is it? One playbook, or several at once.",
            why="It decides which catalogue of known faults is held against yours later on. What is ticked is what "
            "your words, your logs and your configuration speak of.",
            form=Several(
                tuple(
                    Option(each, titles[each], proposals[each].because if each in proposals else "")
                    for each in order
                    if each in titles
                ),
                chosen=ticked,
            ),
            suggested=", ".join(ticked),
        ),
        accept=accept,
    )


def revision(place: Place) -> Iterator[Step]:
    """Give the question again, to be changed at any time, once there is something to change."""
    if playbook_ids(place.session) and not place.session.is_closed and len(place.shelf()) > 1:
        yield choice(place)


def to_take(place: Place) -> PlaybookChosen | None:
    """Give the choice of a playbook that need not be asked about; None where nothing is clear, or nothing changes.

    What a person chose is left alone, and so is everything once explanations are on the list.
    """
    session = place.session
    picked = session.last(PlaybookChosen)
    is_told = is_stated(session, "working-on") or is_stated(session, "question")
    is_settled = picked is not None and not picked.proposed
    if is_settled or not is_told or hypotheses(session) or (picked is None and playbook_ids(session)):
        return None
    first = clear(place.proposals())
    if first is None or (first.id,) == playbook_ids(session):
        return None
    return PlaybookChosen(playbook=first.id, because=first.because, proposed=True)


def clear(proposals: Sequence[Proposed]) -> Proposed | None:
    """Give the playbook that clearly fits and has a reason; None where there is none."""
    first = next(iter(proposals), None)
    return first if first is not None and first.because and first.share >= CLEAR else None
