from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.playbook.compile import catalogue_for

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue

BUILT_IN = ("deep-learning", "reinforcement-learning", "policy-gradient", "preference-training", "generative")


@pytest.fixture(scope="session")
def catalogues() -> dict[str, Catalogue]:
    """The built-in playbooks, compiled once for all tests."""
    return {playbook_id: catalogue_for(playbook_id) for playbook_id in BUILT_IN}
