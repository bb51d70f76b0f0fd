"""`python -m tests.benchmarks.second_lab [WORD...]` trains the second lab and prints what the front door sees."""

from __future__ import annotations

import sys

from tests.benchmarks.fault_lab.printing import print_lab
from tests.benchmarks.second_lab.second_lab import LAB

if __name__ == "__main__":
    print_lab(LAB, sys.argv[1:])
