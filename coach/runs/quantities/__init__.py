"""What tags mean: the frameworks' names read as the field's quantities.

First what a person said (`coach tag`), then the names that are listed (`tags.yaml`), then the words a name is made of
(`words.yaml`), and last what else the run logs.
"""

from coach.runs.quantities.quantity import Meaning, Quantity, Reading
from coach.runs.quantities.reading import meaning_of
from coach.runs.quantities.run_meanings import meanings_of, readings_of
from coach.runs.quantities.stated import NONE, is_quantity

__all__ = [
    "NONE",
    "Meaning",
    "Quantity",
    "Reading",
    "is_quantity",
    "meaning_of",
    "meanings_of",
    "readings_of",
]
