"""`python -m tests.benchmarks.fault_lab [WORD...]` trains the lab and prints what the front door sees."""

from __future__ import annotations

import sys

from tests.benchmarks.fault_lab.first_lab import LAB
from tests.benchmarks.fault_lab.printing import print_lab

if __name__ == "__main__":
    print_lab(LAB, sys.argv[1:])
