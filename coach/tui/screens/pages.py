"""Which screen asks the questions of which page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from coach.tui.interfaces import Walk
    from coach.tui.screens.fitted import FittedScreen
    from coach.tui.view import AskedOnPage, PageName

SCREENS: dict[PageName, str] = {
    "evidence": "EvidencePage",
    "explanations": "ExplanationsPage",
    "catalogue": "CataloguePage",
    "weighing": "WeighingPage",
    "looks": "LooksPage",
    "result": "ResultPage",
    "close": "ClosePage",
}
"""The class of each page; its module is called after the page."""


def page_of(walk: Walk, asked: AskedOnPage) -> FittedScreen:
    """Give the screen of a page; only the one that is shown is loaded."""
    name = asked.page or "evidence"
    module = import_module(f"coach.tui.screens.{name}_page")
    return cast("FittedScreen", getattr(module, SCREENS[name])(walk, asked.steps))
