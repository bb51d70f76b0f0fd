"""A page with claims on it, each of which can be built in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui import page_command
from coach.tui.screens.asides import Asides

if TYPE_CHECKING:
    from coach.tui.widgets.cell_form import CellForm


class BuildsClaims(Asides):
    """Builds the claim in the cell one is in."""

    form: CellForm

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Build a claim only where one is wanted."""
        if action == page_command.BuildClaim.action():
            here = self.form.here
            return here is not None and here[1].claim is not None
        return super().check_action(action, parameters)

    def action_build_claim(self) -> None:
        """Ask for the parts of the claim one stands on, and write it there."""
        from coach.tui.screens.claim_builder import ClaimBuilder  # noqa: PLC0415 - only what is shown is loaded

        here = self.form.here
        if here is None or here[1].claim is None:
            return
        line, cell = here
        field = line.fields[cell.where]

        def built(text: str | None) -> None:
            if text is not None:
                field.write(text)
            field.focus()

        self.app.push_screen(ClaimBuilder(self.walk, here[1].claim, field.text), built)
