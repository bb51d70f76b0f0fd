"""`coach`: think before the ten-hour run, and learn from it afterwards.

`Coach` is the Python API; it is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.desk.coach import Coach

__version__ = "0.1.0"
__all__ = ["Coach", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Coach":
        from coach.desk.coach import Coach  # noqa: PLC0415 - `import coach` stays free

        return Coach
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
