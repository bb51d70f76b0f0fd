"""What the tests of the packs share: a check's code, run on a toy, and what it prints."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from coach.playbook.load import load_playbook
from coach.playbook.shelf import built_in_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.playbook.schema import PlaybookContent


def content_of(playbook_id: str) -> PlaybookContent:
    """Give what a built-in playbook itself says."""
    return load_playbook(built_in_folder() / f"{playbook_id}.yaml").content


def python_of(code: str) -> str:
    """Give the Python of a piece of code, without its lines for the shell."""
    return "\n".join(line for line in code.splitlines() if not line.startswith("$ "))


def codes_of(playbook_id: str) -> Iterator[tuple[str, str]]:
    """Give every piece of Python that a playbook's own checks, repairs and contrasts show, with where it stands."""
    content = content_of(playbook_id)
    for mode_id, mode in content.failure_modes.items():
        yield f"check of {mode_id}", python_of(mode.check.code)
        yield f"repair of {mode_id}", python_of(mode.repair.code)
    for contrast_id, contrast in content.contrasts.items():
        yield f"contrast {contrast_id}", python_of(contrast.code)


def printed(playbook_id: str, mode_id: str, **names: object) -> str:
    """Run the check of a failure mode with some names given, and give what it prints."""
    code = python_of(content_of(playbook_id).failure_modes[mode_id].check.code)
    into = io.StringIO()
    with contextlib.redirect_stdout(into):
        exec(compile(code, mode_id, "exec"), dict(names))  # noqa: S102 - our own playbooks
    return into.getvalue()
