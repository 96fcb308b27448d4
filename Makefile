# Everything a person does with this repository; `make` alone lists it.
#
#   PY=python3.12    the Python to build .venv with (3.11 or newer)
#   ARGS="..."       further arguments for ppid, pytest, the benchmark or uv
#   CI=true          a test that would be skipped for want of a program fails instead

VENV := .venv
BIN := $(VENV)/bin
PY ?=
ARGS ?=
UV ?= uv

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup run test check fmt bench docs lock chromium golang clamd audit scan clean

# A stamp is named after what it was made from, so that an edit makes it stale and a mere checkout does not.
# Scripts in a virtual environment know where it lies, so a moved tree builds a new one.
digest = $(shell { pwd; cat $(1); } | cksum | tr ' ' '-')
VENV_STAMP := $(VENV)/.venv-$(call digest,/dev/null)
RUN_STAMP := $(VENV)/.run-$(call digest,requirements/run.txt pyproject.toml)
TEST_STAMP := $(VENV)/.test-$(call digest,requirements/test.txt)
DOCS_STAMP := $(VENV)/.docs-$(call digest,requirements/docs.txt)

# The first stamp holds the pip command that fills the environment. Off a terminal pip prints problems only.
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_REQUIRE_VIRTUALENV=0 \
	$$(cat $(VENV_STAMP)) install $$([ -t 2 ] || echo --quiet)
LOCKED = $(PIP) --require-hashes --only-binary :all:

# $(call see_to,module that looks for a program,what it is for,packages of apt)
define see_to
@if $(BIN)/python -m $(1) >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing $(2)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		get="apt-get install -qq -y -o DPkg::Lock::Timeout=120 --no-install-recommends $(3)"; \
		$$get >/dev/null 2>&1 || { apt-get update -qq && $$get >/dev/null; } || true; \
	fi; \
	$(BIN)/python -m $(1) || [ "$${CI:-}" != true ]
endef

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(RUN_STAMP) $(TEST_STAMP) ## Build .venv with all that run, test and check need
	@:

run: $(RUN_STAMP) ## Serve on http://127.0.0.1:8080, with a demo office (PPID_DEMO=0: empty)
	@exec $(BIN)/ppid run $(ARGS)

test: setup chromium golang clamd ## Run every test, with a real PostgreSQL, Chromium, Go and clamd
	@if [ "$${CI:-}" = true ]; then \
		export PPID_REQUIRE_BROWSER=1 PPID_REQUIRE_CLAMD=1 PPID_REQUIRE_GO=1 PPID_REQUIRE_POSTGRES=1; fi; \
	exec $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: setup ## Check format, lint, types, layers and security
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml ppid projections web

audit: setup ## Ask for known weaknesses of every locked library (needs the internet; no answer is a failure)
	@for set in run test docs; do \
		echo "requirements/$$set.txt"; \
		$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off \
			-r requirements/$$set.txt || exit 1; \
	done

scan: setup ## Scan a running demo with wapiti and nikto (Debian: main and non-free), into var/scan
	@exec $(BIN)/python -m tests.scanning --into var/scan $(ARGS)

fmt: setup ## Format the code and repair what lint can repair
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: setup ## Measure speed and memory on both databases, beside the bare library
	@exec $(BIN)/python -m tests.bench $(ARGS)

docs: $(DOCS_STAMP) ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

lock: ## Write requirements/*.txt anew from *.in; ARGS=--upgrade moves versions (maintainers; needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/" >&2; exit 2; }
	for set in run test docs; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-emit-index-url --no-emit-find-links $(ARGS) \
			requirements/$$set.in --output-file requirements/$$set.txt || exit 1; \
	done

chromium: $(TEST_STAMP) ## See that Chromium is here for the browser tests; root gets it from apt
	$(call see_to,tests.browser,Chromium for the browser tests,chromium)

golang: $(TEST_STAMP) ## See that Go is here for the judge of the sealed log; root gets it from apt
	$(call see_to,tests.golang,Go for the judge of the sealed log,golang-go golang-golang-x-mod-dev)

clamd: $(TEST_STAMP) ## See that clamd is here for the tests of malware; root gets it from apt
	$(call see_to,tests.clamd,clamd for the tests of malware,clamav-daemon)

clean: ## Remove .venv, caches and built pages; the data in var/ stays
	rm -rf $(VENV) site build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*
	find ppid projections web tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The interpreter's own pip fills the environment where it can, because Debian's python3 has no ensurepip
# unless python3-venv is installed, and because copying pip into each environment costs seconds.
$(VENV_STAMP):
	@for python in $(or $(PY),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		python=; \
	done; \
	[ -n "$$python" ] || { \
		echo "PPID needs Python 3.11 or newer; found: $$($(or $(PY),python3) --version 2>/dev/null || echo none)." >&2; \
		echo "Name one with: make PY=/path/to/python3.12" >&2; \
		exit 2; \
	}; \
	echo "Building $(VENV) with $$("$$python" --version)"; \
	if "$$python" -m pip --python "$$(command -v "$$python")" --version >/dev/null 2>&1; then \
		"$$python" -m venv --clear --without-pip $(VENV) && \
		echo "$$python -m pip --python $(BIN)/python" >$@; \
	elif "$$python" -m venv --clear $(VENV) >/dev/null 2>&1; then \
		echo "$(BIN)/python -m pip" >$@; \
	else \
		echo "$$python has neither pip 22.3 or newer nor ensurepip. On Debian: apt-get install python3-pip" >&2; \
		exit 2; \
	fi

# What is imported is compiled at its first import; compiling all of it here would only delay the first page.
$(RUN_STAMP): | $(VENV_STAMP)
	@echo "Installing what PPID needs to run (1 minute the first time)"
	@$(LOCKED) --no-compile -r requirements/run.txt
	@$(PIP) --quiet --no-index --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.run-* && touch $@

$(TEST_STAMP): | $(RUN_STAMP)
	@echo "Installing what tests and checks need (1 minute the first time)"
	@$(LOCKED) -r requirements/test.txt
	@rm -f $(VENV)/.test-* && touch $@

$(DOCS_STAMP): | $(RUN_STAMP)
	@echo "Installing what builds the documentation"
	@$(LOCKED) -r requirements/docs.txt
	@rm -f $(VENV)/.docs-* && touch $@
