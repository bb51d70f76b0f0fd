"""Small real trainings in NumPy, written without a look at the detectors: harmful faults, and odd-looking health."""
