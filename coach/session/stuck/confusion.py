"""What nobody expected, the good surprises too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.common import Surprised
from coach.session.observations import confusions
from coach.session.slug import slug
from coach.session.step_builders import growing_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Place, Step


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about confusions."""
    session = place.session
    if not session.is_finished("confusions.odd"):
        yield growing_list(
            key="confusions.odd",
            text="What did you not expect, anywhere, however small? One a line.",
            why="Confusion is the feeling of evidence that no story covers yet, and the best lead there is.",
            source="Rahtz 2018; Jones 2021 (chase anomalies at once)",
            existing=tuple(each.text for each in confusions(session) if not each.welcome),
            body_for=lambda line, earlier: surprise(session, line, earlier, welcome=False),
            example="The value loss is a thousand times the policy loss.",
        )
    if not session.is_finished("confusions.good"):
        yield growing_list(
            key="confusions.good",
            text="Did anything work better than it should have?",
            why="An unexplained success is confusion too: one that helped far too much led to a bug that had "
            "cost two months.",
            source="Rahtz 2018 (frame differences, and the observations nobody had normalised)",
            existing=tuple(each.text for each in confusions(session) if each.welcome),
            body_for=lambda line, earlier: surprise(session, line, earlier, welcome=True),
            example="It learns twice as fast with frame differences as input.",
        )


def surprise(session: Session, text: str, earlier: tuple[Body, ...], *, welcome: bool) -> Surprised:
    """Give the event for one more surprise."""
    taken = {each.id for each in confusions(session)}
    taken |= {body.confusion for body in earlier if isinstance(body, Surprised)}
    return Surprised(confusion=slug(text, taken, fallback="surprise"), text=text, welcome=welcome)
