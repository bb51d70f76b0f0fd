# Everything needs Python 3.11 or newer, make and git; the rest is set up in .venv, once.

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin

# A program that may not keep its compiled modules compiles them at every start, and tests start many programs.
export PYTHONDONTWRITEBYTECODE :=

COMMA := ,
EXTRAS := dev$(if $(CI),$(COMMA)oracles)

.PHONY: help demo test check bench lab screenshots
.DEFAULT_GOAL := help

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*##/make \1 —/'

demo: .venv/installed  ## set up, then open a guided case in a throw-away journal
	@$(BIN)/coach demo

test: .venv/installed-for-work  ## set up, then run every test, on one process more than there are cores
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: .venv/installed-for-work  ## formatting, lint, types, rooms, then every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

bench: .venv/installed-for-work  ## measure the promised speeds, as ratios side by side
	@for file in $$(grep -l __main__ tests/benchmarks/*.py); do \
		$(BIN)/python -m tests.benchmarks.$$(basename $$file .py) || exit 1; done

lab: .venv/installed-for-work  ## train small models with faults put in, and print what is seen of them
	$(BIN)/python -m tests.benchmarks.fault_lab
	$(BIN)/python -m tests.benchmarks.second_lab
	$(BIN)/python -m tests.benchmarks.third_lab
	$(BIN)/python -m tests.benchmarks.fourth_lab

screenshots: .venv/installed-for-work  ## draw docs/screenshots from the real program
	$(BIN)/python tools/screenshots.py

.venv/python:
	@test -n "$(PYTHON)" || { echo "coach needs Python 3.11 or newer with its venv module; install that first." >&2; exit 1; }
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-for-work: .venv/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@ .venv/installed
