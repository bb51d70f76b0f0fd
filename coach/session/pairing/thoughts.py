"""What of pairing belongs into the log of thinking: who named a line, who does not go along, who was not waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.pairing import Dissented, Pooled, Released, Talked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event import Body
    from coach.session.fold import Session


def authors(session: Session) -> dict[str, tuple[str, ...]]:
    """Give who named each line of the lists that were written apart, by the line in lower case."""
    return {line: names for body in session.all(Pooled) for line, names in body.authors.items()}


def by_whom(text: str, named: Mapping[str, tuple[str, ...]]) -> str:
    """Give those who named a line, in brackets behind it; empty where one walked alone."""
    names = named.get(text.casefold(), ())
    return f" ({', '.join(names)})" if names else ""


def thought(body: Body) -> str | None:
    """Give what an event of pairing says to somebody who reads the log; None where it says nothing by itself."""
    match body:
        case Dissented(person=person, text=text):
            return f"{person} does not go along: {text}"
        case Released(person=person, reason=reason):
            return f"Without {person}: {reason}" if reason else f"Without {person}"
        case Talked(least=least) if least:
            return "; ".join(
                f"{person} believes it least, and it would be true if: {t}" for person, t in least.items()
            )
        case _:
            return None
