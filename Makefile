# Seedbed. `make` alone lists what there is; `make demo` and `make test` do all of their own set-up.
# Paths are relative: this folder's own may hold spaces.
.DEFAULT_GOAL := help
.PHONY: help demo test approve lint layout bench chaos fuzz lives looks pooler mutants reset setup
PYTHON := .venv/bin/python
ARGS ?=

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## Run everything on this machine with real cases; Ctrl-C stops it (PORT=8000)
	@bin/setup demo
	@.venv/bin/seedbed demo

test: ## Run the tests, browser tests too where there is a Chromium (ARGS="tests/rules -x")
	@bin/setup dev
	@$(PYTHON) -m pytest -n 3 $(ARGS)

approve: ## Write anew what pages, letters and commands are approved to say; read the difference, then commit it
	@bin/setup dev
	@$(PYTHON) -m pytest -q -n 2 tests/approved --approve $(ARGS)

lint: ## Check style, types, the direction of imports, the layout of templates and the compose file
	@bin/setup dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command as lint; lint()'
	$(PYTHON) -m pytest -q -p no:cacheprovider --no-header tests/shape/test_layout.py
	$(PYTHON) bin/layout --check
	$(PYTHON) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

layout: ## Lay out the templates
	@bin/setup dev
	@$(PYTHON) bin/layout

bench: ## Measure pages against the floor, side by side (a quarter of an hour; ARGS="--only board")
	@bin/setup dev
	@$(PYTHON) -m bench $(ARGS)

chaos: ## Kill servers and processes at work: nothing may be lost or come twice (long; ARGS="storm --seed 7")
	@bin/setup dev
	@$(PYTHON) -m bench.chaos $(ARGS)

fuzz: ## Send 10,000 seeded requests with any value there is, over every form and route: none may break (some minutes)
	@bin/setup dev
	@$(PYTHON) -m bench.fuzz $(ARGS)

lives: ## Lead ideas through 1,000 random lives by acts, and 50 through pages: nothing that must be true may break (long)
	@bin/setup dev
	@CI=true LIVES=1000 LIVES_THROUGH_PAGES=50 $(PYTHON) -m pytest -q -n 0 tests/tracker/test_lives.py $(ARGS)

looks: ## Open every approved page in a browser, wide, on a phone and without script: nothing for axe to find (long)
	@bin/setup dev
	@CI=true LOOK_AT_EVERY=1 $(PYTHON) -m pytest -q -n 2 tests/approved/test_looks.py $(ARGS)

pooler: ## Run 10,000 interleaved transactions of many councils through PgBouncer: nothing may leak (some minutes)
	@bin/setup dev
	@CI=true POOLED_TRANSACTIONS=10000 $(PYTHON) -m pytest -q -n 0 tests/bench/test_pooler.py $(ARGS)

mutants: ## Break a sample of the product, piece by piece: some test must notice (long; ARGS="--only tracker/gate")
	@bin/setup dev
	@$(PYTHON) -m bench.mutants $(ARGS)

reset: ## Stop this folder's servers and empty var/
	@bin/setup demo
	@$(PYTHON) -m local.reset

setup: ## Only the set-up: environment, packages, assets
	@bin/setup dev
