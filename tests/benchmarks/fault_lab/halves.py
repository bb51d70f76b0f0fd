"""The lab in two halves by name: one may be looked at when detectors and playbooks are changed, one only counted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.lab import Job


def is_held_out(job: Job) -> bool:
    """Whether a training is only to be counted: by a hash of its fault's or its setup's name, all seeds alike."""
    name = job.setup if job.fault is None else job.fault.id
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1
