# otdesk: every command of the project. On Debian 12 and Ubuntu 24.04 each one first installs what
# is missing (system packages, environment); elsewhere it says what it needs.
#
#   make test PYTHON=python3.13      another interpreter, with its own environment

PYTHON ?= python3
export PYTHON
# Each process that a test starts reads what the first one compiled: containers often forbid that
# by this variable, and an empty one is none.
export PYTHONDONTWRITEBYTECODE :=

TAG := $(shell $(PYTHON) -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
ifeq ($(TAG),)
$(error $(PYTHON) does not start: install Python 3.11 or newer, or name one with PYTHON=)
endif
VENV := .venv/$(TAG)
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VALIDATED := $(VENV)-validator/.ready

# With a screen, the demonstration opens what it made.
OPEN := $(if $(DISPLAY)$(WAYLAND_DISPLAY),--open)
SCREEN := $(if $(OPEN),window)

# The whole tree but for benchmarks. Tests wait for the disk: one worker more than there are cores.
WORKERS := $(shell echo $$(($$(nproc) + 1)))
PARALLEL := --numprocesses=$(WORKERS) --dist=worksteal --benchmark-disable --durations=15

.DEFAULT_GOAL := help
.PHONY: help demo run test test-all soak bench lint style format types contract compiled unit \
	server-tests bench-short generated wheel lock upgrade schema texts docs-pictures environment clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

# ------------------------------------------------------------------------------------- the product

demo: packages-demo $(READY) ## a year of six offices and their siège, then the whole main job, in build/demo
	@rm -rf build/demo
	$(BIN)/otdesk demo --out build/demo $(OPEN)

run: packages-run $(READY) ## the window
	$(BIN)/otdesk

# --------------------------------------------------------------------------------------- the proof

test: packages-test $(READY) lint unit generated wheel ## all that needs no server: minutes

test-all: packages-test-all $(READY) ## everything, nothing skipped: what CI runs
	$(MAKE) --jobs=2 --output-sync=target lint compiled
	$(MAKE) unit NO_SKIPS=--no-skips
	$(MAKE) server-tests bench-short
	$(MAKE) --jobs=2 --output-sync=target generated wheel

unit: $(READY)
	.ci/pytest-group $(BIN)/python -m "not server and not soak and not benchmark" $(PARALLEL) \
		--cov --cov-report=term $(NO_SKIPS)

# Each test starts its own X server, print server and bus: no screen of the caller's is used.
server-tests: $(READY) $(VALIDATED)
	env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS \
		.ci/pytest-group $(BIN)/python tests/servers -m "not soak" --no-skips \
		--benchmark-disable --numprocesses=$(WORKERS) --dist=loadfile --durations=15

bench-short: $(READY)
	.ci/pytest-group $(BIN)/python tests/benchmarks -m "not soak" --no-skips

soak: packages-test-all $(READY) ## hours of use, in minutes
	.ci/pytest-group $(BIN)/python -m soak --no-skips --benchmark-disable

bench: packages-test-all $(READY) ## the benchmarks, three times, as a table
	@if [ -e .ci/bench ]; then .ci/bench $(BIN)/python; \
	else .ci/pytest-group $(BIN)/python tests/benchmarks --benchmark-only; fi

lint: types style contract ## style, types and import contract

style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contract: $(READY)
	$(BIN)/lint-imports

# The first reading of the tests takes three times as long as the next ones, and the workers would
# all make it at once.
compiled: $(READY)
	@$(BIN)/python -m pytest --collect-only -qq >build/collected || { cat build/collected; exit 1; }

format: $(READY) ## rewrite the source in the project's style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

generated: $(READY)
	.ci/check-generated $(BIN)/python

wheel: $(READY)
	.ci/check-wheel $(VENV)

# --------------------------------------------------------------------------------- generated files

lock: $(READY) ## requirements.lock from pyproject.toml, versions kept where they can be
	.ci/lock $(VENV)

upgrade: $(READY) ## the same with the newest versions
	.ci/lock $(VENV) --upgrade

schema: $(READY) ## db/schema.sql from the tables
	$(BIN)/python .ci/schema.py > build/schema.sql
	mv build/schema.sql db/schema.sql

texts: $(READY) ## the template of translations from the source
	$(BIN)/python .ci/texts.py > build/otdesk.pot
	mv build/otdesk.pot resources/i18n/otdesk.pot

docs-pictures: packages-test-all $(READY) ## the README's pictures
	.ci/pictures $(BIN)/python

# ----------------------------------------------------------------------------------------- grounds

environment: packages-test $(READY) ## the environment alone

packages-demo:
	@.ci/system-packages python qt $(SCREEN)

packages-run:
	@.ci/system-packages python qt window

packages-test:
	@.ci/system-packages python qt

packages-test-all:
	@.ci/system-packages python qt window servers

.PHONY: packages-demo packages-run packages-test packages-test-all

# The system packages come first when both are asked for, even under make -j.
$(READY): requirements.lock pyproject.toml otdesk/__init__.py | build
	@.ci/system-packages python
	@.ci/environment $(VENV)
	@touch $@

# What only tests/servers asks.
$(VALIDATED): .ci/validator.lock | $(READY)
	@.ci/validator $(VENV)-validator $(VENV)
	@touch $@

build:
	@mkdir -p build

clean: ## what commands left, environments included
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
