"""The kind of trouble that the logs and the person's words speak of, before anybody has said it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.session.logging_defects import ACTIONS
from coach.session.observations import in_own_words, symptoms
from coach.session.symptom_evidence import SymptomEvidence
from coach.session.triage.causes import Pack, Shown, likeliest

if TYPE_CHECKING:
    from coach.session.step import Place

LIKELY = 2 / 3
"""P(class | what is known) over which a class is worth proposing: twice as likely as all others (editorial)."""


def likely_class(place: Place) -> str:
    """Give the class of trouble that is twice as likely as all others; empty where none is, or nothing is known.

    P(class | known) is the sum over the catalogue's failure modes of P(mode | known) x P(class | mode), among causes
    that the catalogue holds.
    """
    session, catalogue = place.session, place.catalogue
    views = [view for view in symptoms(session) if view.judged is None or view.judged.verdict != "dismissed"]
    seen = [view.seen.detector for view in views if view.seen.detector in catalogue.symptoms]
    evidence = SymptomEvidence.of(each for each in seen if each not in ACTIONS)
    words = place.words.scores(in_own_words(session))
    if not (evidence.events or any(words.values())):
        return ""
    causes = likeliest((Pack(catalogue, 1.0),), Shown(evidence, words=words)).causes
    total = math.fsum(cause.share for cause in causes)
    for each in catalogue.symptom_classes:
        given = (
            cause.share * catalogue.weight_in_class(cause.mode, each) / cause.mode.weight for cause in causes
        )
        if math.fsum(given) > LIKELY * total:
            return each
    return ""
