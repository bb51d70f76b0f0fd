"""What an event says of which thing, so that one can tell when two events answer the same question differently.

An event of a kind that only adds (a note, a symptom that was read) claims nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from coach.session.event import Body, Event
    from coach.session.fold import Session

Thing = tuple[str, ...]
"""A kind of event, and the ids of what it speaks of."""


class _Says(NamedTuple):
    """How to read one kind of event.

    Attributes:
        of: fields that name what it speaks of.
        what: fields that hold what is said of it.
        cells: a field with one claim a key; empty where the event is one claim.
        unsure: a field that lists keys of which is said that nobody knows.
    """

    of: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    cells: str = ""
    unsure: str = ""


_KINDS: dict[str, _Says | None] = {
    "opened": None,
    "stated": _Says(("topic",), ("text",)),
    "classified": _Says((), ("symptom_class", "also")),
    "run-length-given": _Says((), ("hours",)),
    "run-price-given": _Says((), ("dollars",)),
    "playbook-chosen": _Says((), ("playbook", "also")),
    "pace-chosen": _Says((), ("form",)),
    "noted": None,
    "surprised": _Says(("confusion",), ("text",)),
    "confusion-settled": _Says(("confusion",), ("explained", "text")),
    "skipped": None,
    "finished": None,
    "reopened": None,
    "matched": _Says(("line",), ("failure_mode",)),
    "gate-waived": None,
    "sealed": None,
    "withdrawn": None,
    "closed": _Says((), ("ending",)),
    "runs-linked": None,
    "symptom-seen": None,
    "symptom-judged": _Says(("symptom",), ("verdict", "reason")),
    "evidence-added": _Says(("evidence",), ("text", "known", "denied")),
    "hypothesis-added": _Says(("hypothesis",), ("text",)),
    "favourite-named": _Says((), ("hypothesis",)),
    "doubt-named": _Says(("hypothesis",), ("text",)),
    "priors-given": _Says(cells="weights", unsure="no_idea"),
    "catch-all-given": _Says((), ("probability",)),
    "likelihoods-given": _Says(("evidence",), cells="probability", unsure="silent"),
    "repair-priced": _Says(("hypothesis",), ("human_h", "wall_h", "dollars")),
    "service-priced": _Says((), ("human_h",)),
    "assumptions-given": _Says((), ("wall_weight", "dollars_per_hour", "several_faults")),
    "repair-shared": None,
    "evidence-grouped": None,
    "experiment-added": _Says(("experiment",), ("question", "outcomes")),
    "experiment-priced": _Says(("experiment",), ("wall_h", "human_h", "dollars", "early_h", "early_chance")),
    "outcomes-forecast": _Says(("experiment",), cells="rows"),
    "committed": _Says((), ("action", "target")),
    "outcome-predicted": _Says(("commitment",), cells="probability"),
    "result-recorded": _Says(("commitment",), ("outcome", "text")),
    "cost-spent": _Says(("commitment",), ("hours",)),
    "fix-confirmed": _Says((), ("hypothesis", "grade", "text")),
    "earlier-runs-read": None,
    "prediction-made": _Says(("prediction",), ("text", "probability")),
    "doubt-rated": _Says(("round",), ("level", "probability")),
    "cause-added": _Says(("cause",), ("text",)),
    "cause-judged": _Says(("cause",), ("probability", "owner")),
    "cause-shown": _Says(("cause",), ("text",)),
    "prevention-given": _Says(("cause",), ("text", "minutes", "effectiveness")),
    "cause-decided": _Says(("cause",), ("decision", "reason")),
    "rounds-ended": None,
    "estimated": _Says((), ("hours", "dollars")),
    "launch-decided": _Says((), ("go", "reason")),
    "prediction-resolved": _Says(("prediction",), ("held",)),
    "run-judged": _Says((), ("failed", "cause", "text", "hours")),
    "run-started": None,
    "run-ended": None,
    "look-taken": None,
    "stop-allowed": None,
    "stop-asked": None,
    "command-planned": None,
    "paired": None,
    "blind-committed": None,
    "revealed": None,
    "released": None,
    "talked": _Says(("questions",), ("revise", "least")),
    "pooled": _Says(("questions",), ("pool", "weights", "authors")),
    "dissented": _Says(("questions", "person"), ("text",)),
    "keyboard-passed": None,
}
_PROPOSED = "proposed"
_HOURS = {"hours", "human_h", "wall_h", "early_h", "wall_weight"}
_SHARES = {"probability", "effectiveness", "early_chance", "weights", "rows"}
_SAID_FOR = {"revise": ("nobody changes anything", "each answers alone once more")}
_PERCENT = 100
_TOLD = 3
"""As many statements of one moment are told."""
_OF_WHAT = {"symptom-judged"}
"""Kinds of which one must say what they speak of: “evidence” alone says nothing."""
_DONE = {
    "withdrawn": "took an answer back",
    "sealed": "sealed what was said",
    "paired": "joined",
    "matched": "said which cause of the catalogue a line is",
    "pooled": "made one answer of all",
}


def is_known(kind: str) -> bool:
    """True for a kind of event of which it is settled what it claims."""
    return kind in _KINDS


def claims(body: Body) -> dict[Thing, object]:
    """Give what an event says, by what it says it of; nothing where it only adds, or where coach proposed it."""
    says = _KINDS.get(body.kind)
    if says is None or getattr(body, _PROPOSED, False):
        return {}
    thing = (body.kind, *(str(getattr(body, name)) for name in says.of))
    if not says.cells:
        return {thing: tuple(getattr(body, name) for name in says.what)}
    cells: Mapping[str, object] = getattr(body, says.cells)
    unsure: Sequence[str] = getattr(body, says.unsure) if says.unsure else ()
    return {(*thing, key): cells.get(key) for key in (*cells, *unsure)}


class Contest(NamedTuple):
    """Two answers to one question, as bodies of events: those of somebody else, and one's own."""

    theirs: tuple[Event, ...]
    mine: tuple[Body, ...]


def contested(theirs: Iterable[Event], mine: Iterable[Body]) -> Contest | None:
    """Give the events that say different things of the same; None where nothing of theirs would be overridden."""
    said: dict[Thing, tuple[Event, object]] = {}
    for event in theirs:
        said |= {thing: (event, what) for thing, what in claims(event.body).items()}
    other: dict[str, Event] = {}
    own: list[Body] = []
    for body in mine:
        differing = [
            said[thing][0] for thing, what in claims(body).items() if thing in said and said[thing][1] != what
        ]
        if differing:
            own.append(body)
            other |= {event.id: event for event in differing}
    return Contest(tuple(other.values()), tuple(own)) if own else None


def says_the_same(theirs: Iterable[Event], mine: Sequence[Body]) -> bool:
    """True when everything that these bodies claim was said already by those events, and they do claim something."""
    said = {thing: what for event in theirs for thing, what in claims(event.body).items()}
    own = [(thing, what) for body in mine for thing, what in claims(body).items()]
    return bool(own) and all(thing in said and said[thing] == what for thing, what in own)


def in_a_few_words(body: Body, session: Session) -> str:
    """Give what an event says, for somebody who decides between it and another; ids become the words behind them."""
    says = _KINDS.get(body.kind)
    if says is None:
        return body.kind.replace("-", " ")
    names = dict(_names(session))
    if says.cells:
        cells: Mapping[str, object] = getattr(body, says.cells)
        unsure: Sequence[str] = getattr(body, says.unsure) if says.unsure else ()
        parts = [f"{names.get(key, key)} {_value(says.cells, each, names)}" for key, each in cells.items()]
        return ", ".join([*parts, *(f"{names.get(key, key)} no idea" for key in unsure if key not in cells)])
    said = ", ".join(filter(None, (_value(name, getattr(body, name), names) for name in says.what)))
    if body.kind in _OF_WHAT:
        return f"{', '.join(_value(name, getattr(body, name), names) for name in says.of)}: {said}"
    return said or body.kind.replace("-", " ")


def told(events: Sequence[Event], session: Session, asked: str = "") -> str:
    """Give what some events of one moment say to somebody who did not see them come, the last of them in words.

    Args:
        events: what was added, oldest first.
        session: the session with them.
        asked: the question that they answer, where one is known.
    """
    said = [
        in_a_few_words(event.body, session)
        for event in events
        if claims(event.body) and event.body.kind not in _DONE
    ]
    if said:
        words = "; ".join(said[:_TOLD])
        return f"{asked.rstrip()} {words}" if len(said) == 1 and asked else words
    for body in (event.body for event in reversed(events)):
        match body.kind:
            case "noted" | "surprised":
                return f"noted: {body.text}"
            case "skipped":
                return f"left open: {asked}" if asked else "left a question open"
            case kind if kind in _DONE:
                return _DONE[kind]
            case _:
                pass
    return ""


def _names(session: Session) -> Iterator[tuple[str, str]]:
    """Give what stands behind ids: explanations, experiments and causes as written, symptoms by what noticed them."""
    for event in session.active:
        body = event.body
        match body.kind:
            case "hypothesis-added":
                yield body.hypothesis, body.text
            case "experiment-added":
                yield body.experiment, body.question
            case "cause-added":
                yield body.cause, body.text
            case "symptom-seen":
                yield body.symptom, body.detector.replace("-", " ")


def _value(name: str, value: object, names: Mapping[str, str]) -> str:
    if value is None or value in ("", (), {}):
        return ""
    match value:
        case bool():
            return _SAID_FOR.get(name, ("no", "yes"))[value]
        case float() | int():
            return _number(name, value)
        case dict():
            return "; ".join(
                f"{names.get(key, key)}: {_value(name, each, names)}" for key, each in value.items()
            )
        case tuple():
            return ", ".join(filter(None, (_value(name, each, names) for each in value)))
        case _:
            return names.get(str(value), str(value))


def _number(name: str, value: float) -> str:
    if name in _HOURS:
        return format_hours(value)
    if name in _SHARES:
        return f"{_PERCENT * value:.3g} %"
    return f"${value:g}" if name.startswith("dollars") else f"{value:g}"
