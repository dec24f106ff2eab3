# Needs python3 (3.11 or newer) with its venv module; everything else comes from requirements/*.lock.

PYTHON ?= python3
PYTEST ?= -n auto
IMAGE ?= demo/products/nc-100/images/netcam-1.0.bin
BIN := .venv/bin
PIP := $(BIN)/pip install -q --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: run test long mutants fuzz lint data docs bench lock help clean

run: .venv/run.stamp ## look at the shipped example: a camera, its firmware, and where it stands
	$(BIN)/mamoru demo

test: .venv/dev.stamp ## run the tests (PYTEST="-n0 tests/evidence" for some of them)
	$(BIN)/pytest $(PYTEST)

long: .venv/dev.stamp ## run the long tests: 10,000 mutated images a reader, installing from a clone
	$(BIN)/pytest $(PYTEST) -m long

mutants: .venv/mutants.stamp ## measure how many mutants of the rules their own tests kill
	.venv/mutants/bin/python scripts/mutants.py

fuzz: .venv/fuzz.stamp ## fuzz what reads foreign bytes (TARGETS="images lists" RUNS=100000)
	PYTHONHASHSEED=0 RUNS=$(RUNS) TARGETS="$(TARGETS)" .venv/fuzz/bin/python scripts/fuzz.py

lint: .venv/dev.stamp ## style, types, import contracts, generated files
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/generate.py --check

data: .venv/dev.stamp ## write every generated file anew: compiled data, schemas, pages in docs/
	$(BIN)/python scripts/generate.py

docs: data

bench: .venv/dev.stamp $(IMAGE) ## measure speed beside a peer (IMAGE=firmware.bin for your own)
	@for each in $(filter-out %/timing.py %/processes.py %/decompressing.py %/label_packages.py,$(wildcard benchmarks/*.py)); do \
	  echo "== $$each"; $(BIN)/python "$$each" $(IMAGE) || exit 1; done

demo/products/nc-100/images/netcam-1.0.bin: | .venv/run.stamp
	$(BIN)/mamoru demo

lock: .venv/lock.stamp ## resolve requirements/*.lock anew (hashes only, no addresses)
	$(LOCK) --group dev pyproject.toml -o requirements/dev.lock
	$(LOCK) --group mutants -o requirements/mutants.lock
	$(LOCK) --group fuzz -o requirements/fuzz.lock
	$(LOCK) --group build -c requirements/dev.lock pyproject.toml -o requirements/run.lock

LOCK = $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
  --no-header --no-annotate --upgrade --python-version 3.11

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

clean: ## remove what make has made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist demo

# One environment, two stamps. dev.lock holds all of run.lock at the same versions, so either may come first.

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mamoru needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements/dev.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ .venv/run.stamp

# mutmut 3.8 knows no newer pytest, atheris no newer Python: each has an environment of its own, which sees all else
# in the one beside it.

.venv/%.stamp: requirements/%.lock | .venv/dev.stamp
	$(PYTHON) -m venv .venv/$*
	.venv/$*/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/$*.lock
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])' > \
	  $$(.venv/$*/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')/beside.pth
	@touch $@

.venv/lock.stamp: | .venv/dev.stamp
	$(PIP) --no-deps uv
	@touch $@
