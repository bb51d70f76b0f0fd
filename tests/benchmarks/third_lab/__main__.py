"""`python -m tests.benchmarks.third_lab` trains the third lab and prints its figures, and no single run."""

from __future__ import annotations

from tests.benchmarks.fault_lab.printing import print_figures
from tests.benchmarks.third_lab.third_lab import LAB

if __name__ == "__main__":
    print_figures(LAB)
