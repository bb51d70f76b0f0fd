"""Arbitrary valid events and sessions, derived from the models themselves."""

from __future__ import annotations

import types
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, Lt, MinLen
from hypothesis import strategies as st
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from coach.session.event import Body, Event
from coach.session.event.common import Opened, Sealed, Withdrawn
from coach.session.seal import digest
from coach.session.value import Value

BODIES: tuple[type[Value], ...] = get_args(get_args(Body)[0])
"""Every kind of body there is."""

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30) | st.sampled_from(
    [
        "[/b]",
        "[@click=app.quit]x[/]",
        "\x1b[31mred",
        "\u202eright to left",
        "\udc80",
        "a\x00b",
        "\r\n",
        "```",
        "",
    ]
)
"""Text of every sort: control characters, escapes, bidi marks, half characters, markup."""


@cache
def values(model: type[Value]) -> st.SearchStrategy[Any]:
    """Draw any valid value of a model; half characters in its text are made visible by the model."""
    hints = get_type_hints(model, include_extras=True)
    return st.builds(
        model,
        **{
            name: _of(hints[name], tuple(field.metadata))
            for name, field in model.model_fields.items()
            if name != "kind"
        },
    )


def _of(kind: Any, limits: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        inner = [
            limit for part in parts[1:] for limit in (part.metadata if isinstance(part, FieldInfo) else ())
        ]
        return _of(parts[0], (*limits, *inner))
    if origin is not None:
        return _of_parts(origin, parts, limits)
    return values(kind) if issubclass(kind, Value) else _of_scalar(kind, limits)


def _of_parts(origin: Any, parts: tuple[Any, ...], limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple:
        return st.lists(_of(parts[0]), max_size=4).map(tuple)
    if origin is dict:
        return st.dictionaries(_of(parts[0]), _of(parts[1]), max_size=4)
    assert origin in (Union, types.UnionType)
    return st.one_of(*(_of(part, limits) for part in parts))


def _of_scalar(kind: type, limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    least: Any = next((limit.ge for limit in limits if isinstance(limit, Ge)), None)
    most: Any = next((limit.le for limit in limits if isinstance(limit, Le)), None)
    below: Any = next((limit.lt for limit in limits if isinstance(limit, Lt)), None)
    shortest = next((limit.min_length for limit in limits if isinstance(limit, MinLen)), 0)
    by_kind: dict[type, st.SearchStrategy[Any]] = {
        float: st.floats(least, most if below is None else below, exclude_max=below is not None),
        int: st.integers(-(2**70) if least is None else least, most),
        str: any_text.filter(lambda text: len(text) >= shortest),
        bool: st.booleans(),
        types.NoneType: st.none(),
        AwareDatetime: st.datetimes(timezones=st.just(UTC)),
    }
    return by_kind[kind]


bodies = st.sampled_from(BODIES).flatmap(values)
"""One body of any kind."""

moments = st.integers(0, 3_000_000).map(
    lambda microseconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
) | st.integers(0, 3).map(lambda second: datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC))
"""Moments close together, so that several events share one."""


@st.composite
def event_lists(draw: st.DrawFn, max_size: int = 12) -> tuple[Event, ...]:
    """Draw events with unique ids, in any order; withdrawals and seals mostly refer to events among them."""
    said = draw(st.lists(bodies, max_size=max_size))
    ids = [f"e{place:02d}" for place in range(len(said))]
    drawn: list[Event] = []
    for place, body in enumerate(said):
        targets = draw(st.lists(st.sampled_from([*ids, "nobody"]), max_size=4).map(tuple))
        meant = body.model_copy(update={"targets": targets}) if isinstance(body, Withdrawn) else body
        drawn.append(_event(ids[place], draw(moments), meant))
    return tuple(draw(st.permutations(drawn)))


@st.composite
def sealed_sessions(draw: st.DrawFn, max_size: int = 8) -> tuple[Event, ...]:
    """Draw the events of a session that was opened, grew, and was sealed as a whole."""
    grown = draw(
        st.lists(bodies.filter(lambda body: not isinstance(body, Sealed | Opened)), max_size=max_size)
    )
    first = Opened(method=draw(st.sampled_from(["stuck", "premortem"])), title=draw(any_text), playbook="rl")
    covered = tuple(
        _event(f"e{place:02d}", _second(place), body) for place, body in enumerate([first, *grown])
    )
    seal = Sealed(what="premortem", covers=tuple(event.id for event in covered), digest=digest(covered))
    return (*covered, _event(f"e{len(covered):02d}", _second(len(covered)), seal))


def _second(place: int) -> datetime:
    return datetime(2026, 1, 1, 0, 0, place, tzinfo=UTC)


def _event(name: str, at: datetime, body: Any) -> Event:
    return Event(id=name, at=at, by="mira", turn=name, body=body)
