# The commands of the panel. Each is also `python run.py NAME` (Windows: `py run.py NAME`), which holds the work.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell command -v $(p) 2>/dev/null)))

.DEFAULT_GOAL := help
.PHONY: help run test check bench screenshots demo-reset

help: ## show this list
	@$(PYTHON) run.py help

run: ## prepare everything and serve the panel on http://127.0.0.1:8000 (HOST, PORT, MODE=production change it)
	@$(PYTHON) run.py run

test: ## run every test, on SQLite and on PostgreSQL where it is found (ARGS="-k word" chooses)
	@$(PYTHON) run.py test $(ARGS)

check: ## format, lint, types and the rules of the house, before each commit
	@$(PYTHON) run.py check

bench: ## measure pages, papers, start and memory with 3,300 usulan, and write BENCHMARKS.md
	@$(PYTHON) run.py bench $(ARGS)

screenshots: ## take the pictures of README.md anew, from the real program
	@$(PYTHON) run.py screenshots

demo-reset: ## throw the demonstration away and begin it anew
	@$(PYTHON) run.py demo-reset
