# Everything a person types here needs only make and Python 3.11; the rest is installed into .venv, once.
.DEFAULT_GOAL := help
.PHONY: help run test test-postgres test-faults check fmt bench python base dev browser postgresql pdf

VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest
ARGS ?=

# Tests start dozens of processes; each would compile everything anew where the shell forbids to keep what was compiled.
test test-postgres test-faults: export PYTHONDONTWRITEBYTECODE =

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: base pdf ## Run the whole site in the foreground with the demo, at http://127.0.0.1:8000 (PORT, HOST, DATA_DIR change that)
	@exec $(VENV)/python -m config.run --stop-with-parent

# Three at a time, also on two cores: of two, one in four moments goes by waiting for a browser, a disk or a process that starts.
test: dev browser postgresql pdf ## Run the tests on SQLite (ARGS="-k word" chooses among them)
	@$(PYTEST) -n 3 --dist worksteal -m "not (faults or whole)" $(ARGS)

test-postgres: dev browser postgresql pdf ## Run the tests on a PostgreSQL server of their own, and whole what `make test` does in part
	@$(VENV)/python -m config.postgres --no-fsync -- $(PYTEST) -n 2 --dist worksteal -m "not (faults or part)" $(ARGS)

test-faults: dev browser postgresql pdf ## Kill, crash and fill for real, in full numbers; takes long
	@$(PYTEST) -m "faults or whole" $(ARGS)

check: dev ## Lint, format, types, imports, templates, migrations, system checks, spelling
	@$(VENV)/python -m config.check

fmt: dev ## Format the code and mend what can be mended by itself
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

bench: dev postgresql ## Measure the site under load
	@$(VENV)/python -m bench $(ARGS)

base dev: python
	@$(PYTHON) config/install.py $@

browser postgresql pdf: python
	@$(PYTHON) config/install.py $@

# Python 3.11, by whichever name it goes here.
PYTHON = $(or $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && command -v $$name && break; done),$(error \
	Python 3.11 was not found. On Debian: apt-get install python3.11 python3.11-venv))
python:
	@: $(PYTHON)
