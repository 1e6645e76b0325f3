# One word per chore. Needs only Python 3.11 or newer, make and a package index; uv is used where it is there.
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE ?=
PYTEST_ARGS ?=
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell \
  $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

.PHONY: help install demo serve test check format docs clean

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*## */  make \1\t/p' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## the explorer with the example region on 127.0.0.1 (EXAMPLE=musterkreis|herford); Ctrl-C ends it
	@exec $(BIN)/python -m graphsvc demo $(if $(EXAMPLE),--example $(EXAMPLE))

serve: $(VENV)/.runtime ## the explorer with your own data (folder .graphsvc)
	@exec $(BIN)/python -m graphsvc serve

test: $(VENV)/.development ## every test; the skipped ones and why stand at the end
	@exec $(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.development ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.development ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.development ## write the generated reference pages anew
	$(BIN)/python -m docs.generate

install: $(VENV)/.development ## everything, for developers

clean:           ## remove the environment and caches; your data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.runtime: pyproject.toml | $(VENV)/.created
	@echo "Installing graphsvc (some minutes the first time) ..."
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python -e .; \
	 else $(BIN)/python -m pip install -q --disable-pip-version-check -e .; fi
	@touch $@

$(VENV)/.development: pyproject.toml $(VENV)/.runtime
	@echo "Installing what the tests need ..."
	@if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python --group dev; \
	 else $(BIN)/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1' \
	 && $(BIN)/python -m pip install -q --group dev; fi
	@touch $@

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "graphsvc needs Python 3.11 or newer; none was found on the PATH."; exit 1; }
	@if command -v uv >/dev/null; then uv venv -q --allow-existing --python $(PYTHON) $(VENV); \
	 else $(PYTHON) -m venv $(VENV); fi
	@touch $@
