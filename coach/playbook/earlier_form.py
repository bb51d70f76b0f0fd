"""What to change in a playbook of the first form, `coach.playbook/1`, place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.fault import Fault
from coach.playbook.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.playbook.fault import Path

EARLIER = "coach.playbook/1"
"""The form that is no longer read."""
SHARED = 0.9
"""What the classes that a failure mode listed shared out evenly in the first form."""


def faults_of_earlier_form(said: Mapping[str, object]) -> Iterator[Fault]:
    """Give a fault for everything that a playbook of the first form has to change; none for any other form."""
    if said.get("schema") != EARLIER:
        return
    yield Fault(
        ("schema",),
        f"this playbook has the earlier form {EARLIER}, which is no longer read",
        f"Change `classes` and `check` of each failure mode as listed by `coach playbooks validate`, then write"
        f" `schema: {FORMAT}`. New and optional: contrasts, changes, facts.",
    )
    modes = said.get("failure_modes")
    for mode_id, mode in modes.items() if isinstance(modes, dict) else ():
        if isinstance(mode, dict):
            yield from _faults_of_mode(mode, ("failure_modes", mode_id))


def _faults_of_mode(mode: Mapping[str, object], path: Path) -> Iterator[Fault]:
    classes = mode.get("classes")
    if isinstance(classes, list) and classes:
        each = f"{SHARED / len(classes):.2g}"
        shares = ", ".join(f"{name}: {each}" for name in classes)
        hint = f"Write `classes: {{{shares}}}`, which is what the list meant, with more for the usual one."
        yield Fault((*path, "classes"), "classes are P(class | failure mode) now, not a list", hint)
    if isinstance(mode.get("check"), str):
        hint = "Put the text under `check:` as `says: ...`"
        if "check_cost" in mode:
            hint += ", and what stands under `check_cost` there too, as `cost: ...`"
        yield Fault((*path, "check"), "a check is an entry of its own now, not a text", f"{hint}.")
