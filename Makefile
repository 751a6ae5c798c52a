# Run `make help` for the targets. Every target sets up what it needs first (packaging/setup.sh).
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
python := .venv/bin/python

.PHONY: help setup run test unit e2e bench eval shots package test-windows check lint types translations tables static clean

help:  ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup:  ## install what is missing: Debian packages (as root), .venv, the kbassist command
	@packaging/setup.sh --quiet

run: setup  ## start the program; on a machine without a screen, tour it on a virtual one
	@packaging/run.sh

test: static  ## every static check, then every test, the end-to-end ones included
	@echo "== tests"
	@$(python) -m pytest -q

unit: setup  ## the tests that need no screen
	@$(python) -m pytest -q -m "not e2e"

e2e: setup  ## the tests with real windows on a virtual screen
	@$(python) -m pytest -q -m e2e

bench: setup  ## measure start, hotkey, keystrokes, index, memory, and a reply by the stopwatch
	@$(python) -m tests.bench.search_bench --sizes 1000,10000
	@$(python) -m tests.bench.desktop_bench --sizes 1000,10000
	@$(python) -m tests.bench.stopwatch

eval: setup  ## score search and wording check on the question sets in $KBASSIST_EVAL_DIR, else on the sample
	@$(python) -m tests.bench.eval
	@$(python) -m tests.bench.wording_precision
	@$(python) -m tests.bench.golden_liquid

shots: setup  ## take a screenshot of every state of the window into out/shots/
	@packaging/shots.sh out/shots

package:  ## build the Windows installers, portable zip, SBOM and licences into dist/ (PACKAGE="--quick" for a draft)
	@packaging/windows/setup.sh
	@PYTHONPATH=packaging .venv-package/bin/python -m windows.build $(PACKAGE)

test-windows:  ## the program's tests and the installed packages under wine (WINDOWS="--quick" for the fast part)
	@packaging/windows/test.sh $(WINDOWS)

check: static  ## every static check, and the sample library's own check
	@echo "== the sample library"
	@.venv/bin/kbassist check --library .

static: lint types translations tables

lint: setup  ## ruff, its formatter, and the import contracts
	@echo "== ruff"
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@echo "== import contracts"
	@.venv/bin/lint-imports --no-logo

types: setup  ## mypy, strict
	@echo "== mypy"
	@$(python) -m mypy

translations: setup  ## every message translated once, with the same gaps, and compiled
	@echo "== translations"
	@$(python) packaging/translations.py --check

tables: setup  ## pages that are made from data are up to date
	@echo "== tables"
	@$(python) packaging/tables.py --check

clean:  ## remove everything that can be made again
	rm -rf .venv .venv-package .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist out
	find kbassist tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
