# The two commands of the README are `make run` and `make test`; `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APP := $(BIN)/inspector-app
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The tests start the program some hundred times; without kept bytecode each start compiles a thousand modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check format lint types contracts words schema goldens shots bench bench-city requirements package clean faults tamper fuzz sbom audit

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/run.stamp ## set up all that is needed and open the program on demo data (headless without a display)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  $(APP) --demo --data-dir demo-data; \
	else \
	  echo "没有显示器（未设置 DISPLAY）：改为无界面运行演示检查日。 No display: running the demo day headless."; \
	  rm -rf demo-data && $(APP) demo --data-dir demo-data; \
	fi

# Each test keeps data with full flushes; in memory, where there is room for it, a flush takes no time.
FAST := $(shell [ -w /dev/shm ] && [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] && echo /dev/shm)

test: $(VENV)/dev.stamp ## set up all that is needed and run every test
	$(if $(FAST),PYTEST_DEBUG_TEMPROOT=$(FAST)) QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: lint types contracts ## format, lint, strict types, import contracts

format: $(VENV)/dev.stamp ## put the code into its one format
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports

words: $(VENV)/dev.stamp ## merge and compile the Chinese catalogue
	$(BIN)/python build/words.py

schema: $(VENV)/dev.stamp ## write storage/schema.sql from the migrations
	$(BIN)/python build/schema.py

goldens: $(VENV)/dev.stamp ## draw the golden pages anew; look at the difference before committing
	INSPECTOR_GOLDENS=write $(BIN)/python -m pytest -q tests/documents/test_golden.py

shots: $(VENV)/dev.stamp ## every screen on demo data in .cache/shots; the README's four go to docs/pictures
	QT_QPA_PLATFORM=offscreen $(APP) screenshots --out .cache/shots
	mkdir -p docs/pictures && cd .cache/shots && cp today.png enterprises.png inspection.png documents.png ../../docs/pictures/

bench: $(VENV)/dev.stamp ## the figures of docs/measurements.md
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/bench --override-ini addopts= --import-mode=importlib -p no:randomly -q -s -o faulthandler_timeout=0 --benchmark-columns=min,median,max,rounds

bench-city: $(VENV)/dev.stamp ## one city's year measured: makes it once (minutes), then .cache/bench/city-year.md
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench.city

faults: $(VENV)/dev.stamp ## kills, power cuts, full disks, bit flips, seeded defects: 15 minutes (ARGS="--long", "--only B1", docs/faults.md)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.faults.campaign $(ARGS)

fuzz: $(VENV)/dev.stamp ## damaged files at every door (ARGS="--runs N --seed N --door NAME", or --whole: docs/hostile-input.md)
	$(BIN)/python -m tests.hostile.campaign $(ARGS)

sbom: $(VENV)/dev.stamp ## what the program is made of: dist/sbom.json (CycloneDX) and docs/licences.md
	$(BIN)/python build/sbom.py

audit: $(VENV)/dev.stamp ## advisories about the pinned packages, where an index of them can be reached
	$(BIN)/python build/audit.py

tamper: $(VENV)/dev.stamp ## thousands of edits past the program on a real store; every one must be found (ARGS="--rounds N --seed N")
	$(BIN)/python -m tests.tamper.campaign $(ARGS)

requirements: ## pin everything anew with hashes (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  pyproject.toml build/build.in -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  pyproject.toml build/build.in --group dev -o requirements-dev.txt

package: $(VENV)/dev.stamp ## a folder that runs without Python, in dist/
	$(BIN)/python -m pip install -q "pyinstaller>=6.22" && $(BIN)/python build/build.py

clean: ## remove what the other targets made
	rm -rf $(VENV) .cache dist demo-data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	sh build/system-packages.sh
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp
