# Everything Daybook needs is set up here, in .venv, from hash-locked files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SEED := 1
export PYTHONUTF8 := 1

.PHONY: help demo prove test acceptance mutants rules schemas golden many-orders lock clean
help:           ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: $(VENV)/.local           ## run a shop's orders through the whole chain, on this machine alone
	$(BIN)/daybook demo

prove: $(VENV)/.local          ## hurt the chain in every way while it posts 100 orders, and hold the books against the records
	$(BIN)/daybook prove --seed $(SEED)

test: $(VENV)/.dev             ## formatting, lint, types, import contract, all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 --dist worksteal --ignore=tests/chain/crash
	$(BIN)/pytest -q -s tests/chain/crash

acceptance: $(VENV)/.dev       ## each row of docs/rules.md, and whether its tests pass: runs them all, chains too, in minutes
	$(BIN)/python -m tests.acceptance

mutants: $(VENV)/.dev          ## change the rules in thousands of small ways, and show which changes no test notices: about ten minutes
	$(BIN)/python -m tests.mutants

rules: $(VENV)/.dev            ## write into docs/rules.md which tests show which row
	$(BIN)/python -m tests.acceptance --write

schemas: $(VENV)/.dev          ## write the JSON Schemas of the signals, and the tables of docs/signals.md
	$(BIN)/python -m tests.schemas

golden: $(VENV)/.dev           ## write into tests/golden/orders what the rules make of each order now, and show what changed
	$(BIN)/python -m tests.golden

many-orders: $(VENV)/.dev      ## 10,000 made-up orders against the stand-in's own sums, 5,000 orders of arrival; SEED=2 for others
	$(BIN)/python -m tests.many_orders --orders 10000 --seed $(SEED)
	$(BIN)/python -m tests.many_orders --arrivals 5000 --seed $(SEED)
	$(BIN)/python -m tests.many_orders --arrivals 300 --real --seed $(SEED)

lock: $(VENV)/bin/python       ## write the lock files anew
	$(PIP) install uv
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate --extra local pyproject.toml -o requirements-local.lock
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate --all-extras pyproject.toml -o requirements-dev.lock

clean:          ## remove what the other targets made; the state of `daybook up` stays
	rm -rf $(VENV) .daybook/demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis mutants build dist

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Daybook needs Python 3.11 or newer; name it with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.local: requirements-local.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Daybook into $(VENV) (the first time this takes a minute or two) ..."
	$(PIP) install --require-hashes -r requirements-local.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Daybook and its tests into $(VENV) (the first time this takes a minute or two) ..."
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@
