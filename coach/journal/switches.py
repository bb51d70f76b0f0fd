"""What of a journal's own record may be used: one small file with what is switched off, which a person may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.durable import make_folder, write_durably
from coach.journal.lock import session_lock
from coach.journal.refusal import refused
from coach.session.learned import PARTS

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.learned import Part

FILE = "learning.txt"
_LOCK = "learning"
_HEAD = "# What is not learned from this journal, one a line. `coach learning` writes this file.\n"


def switched_off(root: Path) -> frozenset[str]:
    """Give the parts that are switched off; none where nobody switched anything.

    Raises:
        JournalError: the file cannot be read, or names something else.
    """
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise refused(error, path) if isinstance(error, OSError) else _broken(path, "is no text") from error
    lines = (line.strip() for line in text.splitlines())
    found = frozenset(line for line in lines if line and not line.startswith("#"))
    for each in found - PARTS.keys():
        raise _broken(path, f"names {each!r}, which is nothing that is learned")
    return found


def switch(root: Path, part: Part, *, on: bool) -> frozenset[str]:
    """Switch a part on or off; gives the parts that are off then.

    Raises:
        JournalError: the file cannot be read or written, or another coach writes it.
    """
    with session_lock(root, _LOCK):
        off = switched_off(root) - {part} if on else switched_off(root) | {part}
        path = root / FILE
        try:
            make_folder(root)
            write_durably(path, (_HEAD + "".join(f"{each}\n" for each in sorted(off))).encode())
        except OSError as error:
            raise refused(error, path) from error
    return off


def _broken(path: Path, what: str) -> JournalError:
    return JournalError(
        f"the file {what}",
        hint="Mend the line, or remove the file; then everything is learned.",
        where=str(path),
    )
