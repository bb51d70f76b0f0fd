"""The parts of a walk, each loaded when the walk comes to it: the first page has no use for the last one."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.step import Place


def parts_of(package: str) -> Callable[[str, str], Callable[[Place], Any]]:
    """Give what names a function of a module of a package, to be loaded when it is first called.

    Args:
        package: the package's full name.

    Returns:
        A function of (module, function), both names; what it gives takes the place and calls that function.
    """

    def of(module: str, name: str) -> Callable[[Place], Any]:
        return partial(_called, f"{package}.{module}", name)

    return of


def _called(module: str, name: str, place: Place) -> Any:
    return getattr(import_module(module), name)(place)
