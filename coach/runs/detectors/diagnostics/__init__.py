"""Diagnostics: numbers logged for the very purpose of telling what is wrong, and what each of them tells."""
