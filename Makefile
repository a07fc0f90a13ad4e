# Everything a developer or a new office needs. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup dev run test lint test-sqlite test-postgres demo bench docs screens messages lock clean

VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard locale/*/LC_MESSAGES/*.po)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
# Two workers: the suite is CPU-bound, and two cores are what CI has. `make test WORKERS=4` on a larger machine.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime $(VENV)/.messages ## make .venv with the huiyin command, and nothing else

dev: $(VENV)/.dev $(VENV)/.messages ## the same, with the tools that tests and lint need

run: setup ## serve on 127.0.0.1:8000 (PORT=… changes it), with the demo district on the first start
	@exec $(BIN)/huiyin serve --demo

test: lint test-sqlite test-postgres ## lint, then the whole suite on SQLite and on PostgreSQL

lint: dev ## style, types, who may import whom, migrations, translations
	@tools/lint

test-sqlite: dev ## the suite on SQLite
	@echo "— SQLite"
	@HUIYIN_TEST_DB=sqlite $(PYTEST)

test-postgres: dev ## the suite on PostgreSQL (TEST_DATABASE_URL, or one started for the occasion)
	@echo "— PostgreSQL"
	@$(BIN)/python tools/with_postgres.py --fast $(PYTEST)

demo: setup ## load the demo district into HUIYIN_HOME (./var) without serving it
	@$(BIN)/huiyin demo

bench: dev ## every figure that the documents promise, one line each
	@for file in benchmarks/[a-z]*.py; do $(BIN)/python "$$file"; done

docs: dev ## flows, figures, parameters and coverage, drawn from the code into docs/
	@$(BIN)/python tools/draw_flows.py
	@$(BIN)/python tools/coverage.py

screens: dev ## the pictures of the tour, taken of a demo district into docs/pictures
	@$(BIN)/python tools/screens.py

messages: dev ## collect new strings into locale/en (then translate them there)
	@$(BIN)/python tools/messages.py

lock: dev ## write requirements*.lock from this .venv
	@$(BIN)/python tools/lock.py

clean: ## remove .venv and everything made from sources; HUIYIN_HOME is left alone
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find huiyin tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale huiyin -name '*.mo' -delete

# Stamps: installed again only when what is asked for has changed.
$(BIN)/python:
	@tools/make_venv $(VENV)

$(VENV)/.runtime: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Installing what Huiyin needs into $(VENV) …"
	@$(PIP) -c requirements.lock -e .
	@touch $@

$(VENV)/.dev: pyproject.toml requirements-dev.lock | $(BIN)/python
	@echo "Installing what Huiyin and its tests need into $(VENV) …"
	@$(PIP) -c requirements-dev.lock -e '.[dev]'
	@touch $(VENV)/.runtime $@

$(VENV)/.messages: $(PO) | $(VENV)/.runtime
	@$(BIN)/python tools/messages.py --compile
	@touch $@
