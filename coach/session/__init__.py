"""What a session is: events, their fold, and the two methods as pure functions of that list.

Nothing here reads a file, a clock or a random number, and nothing here imports numpy or textual.
"""
