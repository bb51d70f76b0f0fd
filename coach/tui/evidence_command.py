"""What a person can do beside the curves: judge symptoms, and look closer at where they begin."""

from __future__ import annotations

from coach.tui.command_type import Command


class AcceptEvidence(Command):
    """Accept the symptom you stand on as evidence: every explanation has to live with it."""

    LETTER, LABEL, RANK = "a", "accept", 1


class DismissSymptom(Command):
    """Dismiss the symptom you stand on, with the innocent reason it has."""

    LETTER, LABEL, RANK = "d", "dismiss", 2


class MarkConfusion(Command):
    """Keep the symptom you stand on as a confusion: it counts, and stays open until it is explained."""

    LETTER, LABEL, RANK = "c", "confused", 3


class AcceptRest(Command):
    """Accept every symptom that is still open as evidence, once each was in view."""

    LETTER, LABEL, RANK = "A", "accept rest", 4


class NextPart(Command):
    """Turn to the next part of the evidence: from the logs, from you, does it go away."""

    ANYWHERE, LABEL, RANK = "ctrl+n", "next part", 6


class TakeEvidence(Command):
    """Go on to the explanations; what is left alone stays as it is shown."""

    ANYWHERE, LABEL, RANK = "f8", "go on", 5


class LookClosely(Command):
    """Look closely at the onset of the symptom you stand on, or at everything again."""

    LETTER, LABEL, RANK = "o", "closely", 7


class EnlargeCurve(Command):
    """Give the chosen curve all the room, or show the small ones again."""

    LETTER, LABEL, RANK = "z", "enlarge", 8


class ZoomIn(Command):
    """Look at half as many steps, around the onset you stand on where it is in view."""

    LETTER, LABEL, RANK = "plus", "zoom", 9


class ZoomOut(Command):
    """Look at twice as many steps."""

    LETTER, RANK = "minus", 9


class EarlierSteps(Command):
    """Look at earlier steps, when not all are in view."""

    LETTER, ANYWHERE, RANK = "left_square_bracket", "left", 10


class LaterSteps(Command):
    """Look at later steps, when not all are in view."""

    LETTER, ANYWHERE, RANK = "right_square_bracket", "right", 10


class AllSteps(Command):
    """Look at all steps again."""

    LETTER, LABEL, RANK = "0", "all steps", 24


class FilterTags(Command):
    """Show only the tags that contain what you type; esc shows all again."""

    LETTER, LABEL, RANK = "slash", "filter", 11


class SmoothCurves(Command):
    """Lay a running mean over the curves, a light one, then a heavy one, then none; what was logged stays in view."""

    LETTER, LABEL, RANK = "s", "smooth", 25


class SwitchScale(Command):
    """Switch between a linear and a logarithmic scale."""

    LETTER, LABEL, RANK = "y", "log scale", 26


class ShowRun(Command):
    """Bring the next run to the front; after the last one all are equal again."""

    LETTER, LABEL, RANK = "space", "next run", 27


OF_THE_CURVES = (LookClosely, EnlargeCurve, ZoomIn, FilterTags, SmoothCurves, SwitchScale)
"""What can be done with curves wherever there are any."""
