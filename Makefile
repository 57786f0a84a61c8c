# Everything a fresh machine needs is made here; every target does its own set-up.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup demo test newcomer lint golden faults soak bench bench-scale docs clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@tools/setup $(PYTHON)
	@touch $(STAMP)

demo: setup
	@$(BIN)/pressrun demo

test: setup
	$(BIN)/python -m pytest -q -n 4 --dist worksteal -m "not faults"

# The first commands of a newcomer, with a wheel of what is committed.
newcomer: setup
	@tools/newcomer $(PYTHON)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

golden: setup
	PRESSRUN_GOLDEN=accept $(BIN)/python -m pytest -q -n 2 tests -k golden
	git status --short tests/golden

faults: setup
	$(BIN)/python -m pytest -q -n 2 -m faults tests/faults tests

# The part of it that kills at random, one run after the other.
soak: setup
	$(BIN)/python -m pytest -q -m faults tests/faults/test_soak.py

bench: setup
	$(BIN)/python -m benchmarks

bench-scale: setup
	$(BIN)/python -m benchmarks.scale

docs: setup
	$(BIN)/python -m tools.make_docs

clean:
	rm -rf .venv
