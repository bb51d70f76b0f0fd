"""Playbooks: failure modes, experiments and prompts as data, read strictly and compiled for a session."""

GENERIC_PLAYBOOK = "deep-learning"
"""The playbook that serves until a person has chosen one."""
