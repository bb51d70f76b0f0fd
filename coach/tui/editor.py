"""Writing an answer in an editor of one's own."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from textual.app import App

    from coach.tui.widgets.prose import Prose

LONGEST = 50_000
"""Characters taken back from the editor; a field holds no more without slowing the keyboard."""


def write_elsewhere(app: App[None], field: Prose) -> str:
    """Open a field's text in $VISUAL or $EDITOR and take back what was written; gives what went wrong, if anything.

    The text goes through a file of its own; it is never part of the command.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        path = Path(folder) / "answer.md"
        path.write_text(field.text, encoding="utf-8")
        try:
            with app.suspend():
                subprocess.run([*shlex.split(editor), str(path)], check=True)  # noqa: S603 - the person's own editor
            text = path.read_text(encoding="utf-8", errors="replace").strip()
        except SuspendNotSupported:
            return "This terminal cannot hand the screen to an editor."
        except (OSError, ValueError, subprocess.CalledProcessError):
            return f"The editor “{editor}” did not work. Set EDITOR to one that does; the field is as it was."
    if len(text) > LONGEST:
        return f"That is {len(text):,} characters; a field holds {LONGEST:,}. The field is as it was."
    field.write(text if field.multiline else " ".join(text.split()))
    return ""
