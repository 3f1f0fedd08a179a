# The commands of the course; `make` alone lists them.  Everything installed stays in .venv.

PYTHON ?= python3
LAB_ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
# Processes that share out notebooks and tests.
SHARED := --numprocesses=auto --maxprocesses=4
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help lab test test-browser test-long check notebooks fresh handouts pictures schema clean FORCE

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

lab: $(VENV)/.lab-ready ## open the course in JupyterLab (LAB_ARGS="--no-browser --port=9999" adds options)
	@$(PY) -m course_utils lab -- $(LAB_ARGS)

test: $(VENV)/.test-ready ## check all notebooks strictly, then run the test suite
	$(PY) -m pytest --nbval $(SHARED)
	$(PY) -m pytest tests $(SHARED)

test-browser: $(VENV)/.test-ready ## run the notebooks in a real JupyterLab (needs Chromium)
	$(PY) -m pytest tests/browser

test-long: $(VENV)/.test-ready ## run the slow tests
	$(PY) -m pytest -rPs tests/long

check: $(VENV)/.test-ready ## lint, types, spelling, workflows, and what is stale
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/oxlint --deny-warnings src
	$(PY) -m codespell_lib
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	$(VENV)/bin/zizmor --offline --quiet .github
	$(PY) tools/schema.py --check
	$(PY) tools/handouts.py --check
	$(PY) tools/notebooks.py check

notebooks: $(VENV)/.lab-ready ## execute all notebooks in place, and keep them as delivered
	$(PY) tools/notebooks.py run

fresh: $(VENV)/.lab-ready ## set the notebooks back to as delivered; your versions go to my-work/
	@$(PY) -m course_utils fresh

handouts: $(VENV)/.lab-ready ## write the printed sheets in handouts/ from the data
	$(PY) tools/handouts.py

pictures: $(VENV)/.test-ready ## photograph the running course for README (needs Chromium)
	$(PY) -m tools.pictures

schema: $(VENV)/.lab-ready ## write the table schemas of the data package
	$(PY) tools/schema.py

clean: ## remove the environment and what tools left behind; your work stays
	rm -rf $(VENV) build .hypothesis .mypy_cache .pytest_cache .ruff_cache src/*.egg-info
	rm -rf tests/browser/screenshots
	find conftest.py src tests tools -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.lab-ready: $(VENV)/.place pyproject.toml
	@echo "Installing the course into $(VENV). This is done once and takes a minute or two."
	@$(PIP_INSTALL) -e ".[class]"
	@touch $@

$(VENV)/.test-ready: $(VENV)/.place pyproject.toml
	@echo "Installing the course and its tests into $(VENV). This is done once."
	@$(PIP_INSTALL) -e ".[test]"
	@touch $(VENV)/.lab-ready $@

# An environment does not survive a move of its folder, or the loss of its Python: make it anew.
$(VENV)/.place: FORCE
	@if [ "$$(cat $@ 2>/dev/null)" != "$(CURDIR)" ] || ! $(PY) -c '' 2>/dev/null; then \
	  command -v $(PYTHON) >/dev/null || \
	    { echo "Python is missing ($(PYTHON)): install Python 3.11 or newer."; exit 1; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; $(PYTHON) is older. If you have a newer one, name it: make PYTHON=python3.12 ..."; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }; \
	  if [ -e $@ ]; then rm -rf $(VENV); fi; \
	  $(PYTHON) -m venv $(VENV) && printf '%s\n' "$(CURDIR)" > $@; \
	fi

FORCE:
