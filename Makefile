# Sinau. `make` alone lists the commands.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint bench screenshots tools setup setup-dev lock messages demo-files clean

help:            ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup       ## set everything up and serve the site and its worker on http://127.0.0.1:8000 (PORT=)
	@PORT=$(PORT) $(BIN)/python manage.py run

test: setup-dev  ## run the tests (ARGS= for pytest's own options)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: setup-dev  ## ruff, mypy, migrations, translations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@DJANGO_SETTINGS_MODULE=settings.test $(BIN)/python manage.py makemigrations --check --dry-run

bench: setup-dev ## print the figures: engine, stock Wagtail, pages, relevance (ENGINE=elasticsearch, ARGS=--help)
	@$(BIN)/python -m tests.bench $(if $(ENGINE),--engine $(ENGINE)) $(ARGS)

screenshots: setup-dev ## take pictures of every kind of page, with the demo content: var/screenshots, docs/screenshots (needs Chromium)
	@$(BIN)/python -m tests.screenshots $(ARGS)

tools:           ## the HTML checker (tests) and Lighthouse (bench), into var/tools (needs npm and Java)
	@command -v npm >/dev/null && command -v java >/dev/null || { echo "npm or java is not installed: no HTML checker, no Lighthouse."; exit 0; }; \
	  npm install --silent --no-audit --no-fund --no-save --prefix var/tools vnu-jar@26 lighthouse@12 >/dev/null && echo "var/tools is ready."

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed (PYTHON=python3.11 make ...)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock | $(VENV)/bin/python
	@echo "Installing the packages of requirements.lock ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing the packages of requirements-dev.lock ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

lock:            ## write both lock files anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra postgres -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --extra postgres --group dev -c requirements.lock -o requirements-dev.lock

messages:        ## collect the strings of the interface and of the packages into locale/ and compile them (needs gettext)
	$(BIN)/python manage.py makemessages -l id --no-location --no-wrap -v 0 -i ".venv/*" -i "var/*" -i "tests/*" -i "modules/demo/*"
	$(BIN)/python manage.py platform_messages
	$(BIN)/python manage.py compilemessages -l id -v 0

demo-files:      ## make the demo's audio, video and document files anew (needs espeak-ng and ffmpeg)
	$(BIN)/python -m modules.demo.files

clean:           ## remove the virtual environment and everything written at run time
	rm -rf $(VENV) var
