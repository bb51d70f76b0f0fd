"""From what a person typed, or a file holds, to an answer of a form."""
