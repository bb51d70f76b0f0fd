"""A drill: a closed case that a person solves with evidence bought at its price, scored by what each choice cost.

A drill is a list of events and its state a pure fold of that list over the case; nothing here reads a file or a clock.
"""
