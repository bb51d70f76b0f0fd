"""The shelf of playbooks: the files there are, found and not yet read.

A file's name without `.yaml` is its id, so that only the files a session needs are ever read, and a fault in
one playbook leaves the others usable.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import PlaybookError

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = ".yaml"
FOLDER = "playbooks"
"""Name of the folder in a journal that holds a person's own playbooks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookFile:
    """A playbook that was found, not yet read.

    Attributes:
        id: the file's name without its suffix.
        path: the file.
        built_in: True when it came with coach.
    """

    id: str
    path: Path
    built_in: bool = False


def built_in_folder() -> Path:
    """Give the folder of the playbooks that came with coach.

    An installed package carries it as `coach/playbooks`; in a checkout it stands beside the package.

    Raises:
        PlaybookError: when the installation lacks it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "playbooks", package.parent / "playbooks"):
        if folder.is_dir():
            return folder
    raise PlaybookError("the playbooks that come with coach are missing", hint="Install it again.")


def own_folders(journal_root: Path) -> tuple[Path, ...]:
    """Give the folders of one's own playbooks: the lab's, the user's, the journal's; later ones count more."""
    from platformdirs import user_data_path  # noqa: PLC0415 - the built-in playbooks need none of it

    from coach.playbook.lab import lab_folders  # noqa: PLC0415 - as above

    user = user_data_path("coach", appauthor=False) / FOLDER
    own = journal_root / FOLDER
    return (*lab_folders(), own) if user == own else (*lab_folders(), user, own)


def find_playbooks(*extra_dirs: Path) -> tuple[PlaybookFile, ...]:
    """Give every playbook file, the built-in ones first, then those of each folder in turn.

    Of two files of the same id the later one counts. Folders that do not exist are passed over.
    """
    folders = [(built_in_folder(), True), *((folder, False) for folder in extra_dirs)]
    return tuple(
        PlaybookFile(id=path.stem, path=path, built_in=built_in)
        for folder, built_in in folders
        for path in _playbooks_in(folder)
    )


def _playbooks_in(folder: Path) -> Iterable[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError:
        return ()
