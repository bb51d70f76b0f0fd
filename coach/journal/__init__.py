"""Sessions on disk: one small document database a session, written so that nothing confirmed is ever lost.

Importing this room is cheap: pydantic, tinydb and filelock are imported by what needs them.
"""
