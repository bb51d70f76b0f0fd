"""Where the program starts: `coach run` at once, since a command waits behind it; everything else by way of click."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == ["run"]:
        from coach.cli.launch_words import plain_words  # noqa: PLC0415 - only this command needs it

        asked = plain_words(words[1:])
        if asked is not None:
            from coach.cli.launching import launched  # noqa: PLC0415 - as above

            return launched(asked)
    from coach.cli.main import run as run_main  # noqa: PLC0415 - loads click

    return run_main(words)
