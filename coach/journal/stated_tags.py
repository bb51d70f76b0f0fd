"""What people said that tags stand for: one small file of a journal, that a person may edit as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.durable import make_folder, write_durably
from coach.journal.lock import session_lock
from coach.journal.refusal import refused
from coach.runs.quantities import is_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "tags.yaml"
_LOCK = "tags"
_HEAD = (
    "# What tags of run logs stand for: tag or pattern, and quantity or none. `coach tag` writes this file.\n"
)
_MEND = "Mend the line, or remove the file and say it again with coach tag."


def stated_tags(root: Path) -> dict[str, str]:
    """Give what was said so far, by tag or pattern; empty where nothing was.

    Raises:
        JournalError: the file cannot be read, or holds something else than tags and quantities.
    """
    import yaml  # noqa: PLC0415 - most journals have no such file

    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise refused(error, path) if isinstance(error, OSError) else _broken(path, "is no text") from error
    try:
        said = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise _broken(path, "cannot be read as YAML") from error
    if not isinstance(said, dict):
        raise _broken(path, "holds no list of tags")
    for tag, quantity in said.items():
        if not isinstance(tag, str) or not is_quantity(str(quantity)):
            raise _broken(path, f"says {quantity!r} of {tag!r}, which is no quantity")
    return {tag: str(quantity) for tag, quantity in said.items()}


def state_tag(root: Path, tag: str, quantity: str | None) -> Mapping[str, str]:
    """Keep what a tag stands for, or forget it where `quantity` is None; gives everything that stands then.

    Raises:
        JournalError: the file cannot be read or written, or another coach writes it.
    """
    import yaml  # noqa: PLC0415 - as above

    with session_lock(root, _LOCK):
        said = stated_tags(root)
        said.pop(tag, None)
        if quantity is not None:
            said[tag] = quantity
        content = _HEAD + (yaml.safe_dump(said, allow_unicode=True, sort_keys=False) if said else "")
        path = root / FILE
        try:
            make_folder(root)
            write_durably(path, content.encode())
        except OSError as error:
            raise refused(error, path) from error
    return said


def _broken(path: Path, what: str) -> JournalError:
    return JournalError(f"the file {what}", hint=_MEND, where=str(path))
