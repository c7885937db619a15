# Every command a developer needs. `make help` lists them.
# The environment is made once and again only when a lock file or pyproject.toml changes.

PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= 2
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
LOCKED := $(PIP) install --quiet --require-hashes
SHELL  := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PROGRAMS  := app crypto tools
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)
CORE      := $(wildcard tests/crypto tests/domain)
CORE_TESTS := $(if $(CORE),$(shell find $(CORE) -name 'test_*.py'))

.PHONY: help demo test check prove exam sabotage audit fmt bench timing screenshots lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

demo: $(VENV)/.runtime  ## environment, install, a fictional company on http://127.0.0.1
	$(BIN)/sotto demo

test: $(VENV)/.test  ## environment, install, the whole suite
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

check: $(VENV)/.dev  ## lint, format, types, layers, templates, migrations, coverage of the core
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
ifneq ($(TEMPLATES),)
	$(BIN)/djlint --lint --quiet templates
endif
ifneq ($(wildcard migrations/env.py),)
	$(BIN)/mypy migrations
	$(BIN)/python tools/migrations_agree.py
endif
ifneq ($(CORE_TESTS),)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(CORE) \
	  --cov=crypto --cov=app.domain --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100
endif

prove: $(VENV)/.dev  ## what takes longer: every tools/prove_*.py, in order of name
	@for proof in $(sort $(wildcard tools/prove_*.py)); do echo "== $$proof"; $(BIN)/python "$$proof"; done

exam: $(VENV)/.dev  ## how well names are found, and how often reports leave the nearest tier
	@for sat in $(wildcard tools/exam.py) tools/simulate.py; do echo "== $$sat"; $(BIN)/python "$$sat"; done

sabotage: $(VENV)/.dev  ## plant each known fault and see its test fail
	$(BIN)/python tools/prove_sabotage.py

audit: $(VENV)/.dev  ## known holes in dependencies; fails when it could not ask
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements/dev.txt

fmt: $(VENV)/.dev  ## put the code in form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.runtime  ## measure against the floor in the same run
	$(BIN)/sotto bench

timing: $(VENV)/.test  ## a hidden case against a missing one, by the watch; a figure
	$(BIN)/python tools/timing.py

screenshots: $(VENV)/.test  ## pictures of the pages for README
	$(BIN)/python tools/screenshots.py

lock: $(VENV)/.dev  ## resolve requirements/*.in again, with hashes and without any address
	cd requirements && for set in build runtime test dev; do \
	  ../$(BIN)/pip-compile --quiet --generate-hashes --no-header --allow-unsafe --strip-extras \
	    --no-emit-index-url --no-emit-find-links --output-file $$set.txt $$set.in; done

clean:  ## forget the environment and everything built
	rm -rf $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sotto needs Python 3.11 or newer; say which with PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	touch $@

# --no-build-isolation: the build tools come from build.txt too, so nothing unhashed is installed.
define install
	$(LOCKED) $(foreach set,$(1),-r requirements/$(set).txt)
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
endef

$(VENV)/.runtime: $(VENV)/.venv requirements/runtime.txt requirements/build.txt pyproject.toml
	$(call install,runtime build)
	touch $@

$(VENV)/.test: $(VENV)/.venv requirements/test.txt pyproject.toml
	$(call install,test)
	touch $@ $(VENV)/.runtime

$(VENV)/.dev: $(VENV)/.venv requirements/dev.txt pyproject.toml
	$(call install,dev)
	touch $@ $(VENV)/.test $(VENV)/.runtime
