"""Small real trainings in NumPy with faults put in on purpose, and what the front door says about their logs."""
