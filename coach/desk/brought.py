"""What `coach triage` was told, as the first events of an investigation, so that its walk asks none of it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.given import known
from coach.errors import UsageError
from coach.session.event.common import Classified, Finished, Stated
from coach.session.stuck.statements import statement_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.desk.given import Given
    from coach.session.catalogue import Catalogue
    from coach.session.event import Body


def brought(given: Given, catalogue: Catalogue) -> Iterator[Body]:
    """Give what was told as events: what was seen, the classes it may be, and each symptom with the playbook's numbers.

    Raises:
        UsageError: the playbook does not know something.
    """
    told = known(given, [catalogue])
    if given.text.strip():
        yield Stated(topic="observed", text=given.text.strip())
    if told.classes:
        yield Classified(symptom_class=told.classes[0], also=told.classes[1:])
    for each in told.seen:
        yield statement_of(catalogue, catalogue.symptoms[each])
    for each in told.not_seen:
        yield statement_of(catalogue, catalogue.symptoms[each], denied=True)
    if given.changed:
        yield Finished(question="evidence.changed")


def playbook_for(given: Given, packs: Sequence[str], compiled: Callable[[str], Catalogue]) -> str:
    """Give the id of the first playbook that knows all that was told.

    Args:
        given: what was told.
        packs: ids of the playbooks that were consulted, the likeliest first.
        compiled: gives the catalogue of a playbook.

    Raises:
        UsageError: none of them knows it all.
        PlaybookError: one of them is missing or has a fault.
    """
    refused: list[UsageError] = []
    for each in packs:
        try:
            known(given, [compiled(each)])
        except UsageError as error:
            refused.append(error)
        else:
            return each
    if refused:
        raise refused[0]
    return ""
