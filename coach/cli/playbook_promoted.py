"""What `coach playbooks promote` says: the entry, or where it went and what to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.terminal_safe import harmless
from coach.desk.promoting import drafted, write
from coach.playbook.own_text import as_yaml

if TYPE_CHECKING:
    from coach.playbook.promoted import Told


def say_promoted(root: Path, session: str, told: Told, to: Path | None) -> None:
    """Put a session's cause into a playbook and say so; `-` prints the entry alone."""
    if to == Path("-"):
        made = drafted(root, session, told).made
        click.echo(f"{made.section}:")
        click.echo(harmless(as_yaml({made.id: made.entry}, "  ")), nl=False)
        return
    draft = drafted(root, session, told, to.expanduser() if to else None)
    write(draft)
    made = draft.made
    if made.section == "adapts":
        click.echo(harmless(f"Added this case to what the playbook knows of {made.id}: {draft.path}"))
    else:
        click.echo(harmless(f"Added {made.id}: {draft.path}"))
        click.echo(
            "Its numbers are estimates from one case. Look at them, and at the words, before you share it."
        )
    click.echo(harmless(f"Check it with: coach playbooks validate {draft.path}"))
