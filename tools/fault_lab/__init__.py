"""Small real trainings with a fault in them, every look at them really taken, and the cases made of that."""

VERSION = 1
"""Of everything that is counted; a change of a training, a look or a rule makes it one more."""
