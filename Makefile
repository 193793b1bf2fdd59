# accordgraph: `make serve` answers questions, `make test` checks everything, `make help` lists the rest.

HOST ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2
PYTHON ?=
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --progress-bar off --no-compile
# owlready2 is published as source only; setuptools, from requirements-build.lock, packs it without a compiler.
LOCKED := $(PIP) --require-hashes --no-build-isolation
# Bytecode of what a server and a build import, and of no more: that of every package takes five times as long to
# write.  Without it each start where PYTHONDONTWRITEBYTECODE is set, as in many containers, takes half as long again.
WARM := PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import accordgraph.cli, accordgraph.web.server, \
	accordgraph.validation, accordgraph.reasoning, uvicorn.protocols.http.auto, jinja2'
FRONT_END := $(shell find src/accordgraph/web/ui -name node_modules -prune -o -type f -print)
COMPILE := $(BIN)/uv pip compile --quiet --system-certs --python $(BIN)/python --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# An environment holds absolute paths: one that was moved or lost its interpreter is made again.
STALE := $(shell if [ -e $(VENV)/place ]; then \
	[ "$$(cat $(VENV)/place)" = "$$(pwd)" ] && [ -x $(BIN)/python ] || rm -f $(VENV)/made-*; fi)

.DEFAULT_GOAL := help
.PHONY: help serve test soak bench lock fmt clean

help:
	@echo 'make serve   answer questions on http://$(HOST):$(PORT) (HOST and PORT change it)'
	@echo 'make test    all checks and tests (JOBS=$(JOBS) at a time)'
	@echo 'make soak    the long forms of the tests'
	@echo 'make bench   speed and memory, as ratios measured in one run'
	@echo 'make fmt     put code, data and queries into their one form'
	@echo 'make lock    write the three lock files again after a change in pyproject.toml (UPGRADE=1: newest versions)'
	@echo 'make clean   remove the environment, the snapshots and all caches'
	@echo 'PYTHON=…     the Python to make the environment with, 3.11 or newer'

serve: $(VENV)/made-runtime $(VENV)/made-front-end
	@exec $(BIN)/accordgraph serve --host '$(HOST)' --port '$(PORT)'

test: $(VENV)/made-dev $(VENV)/made-front-end
	@command -v git >/dev/null 2>&1 || \
		echo 'left out: the check of what git would commit reads the whole folder instead (apt-get install git)'
	@echo 'checking style (ruff) …'
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check . || { echo 'These files are not in their one form: make fmt'; \
		$(BIN)/ruff format --check . ; exit 1; }
	@echo 'checking types (mypy) …'
	@$(BIN)/mypy
	@echo 'testing (pytest) …'
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder

soak: $(VENV)/made-dev
	@echo 'testing at length (pytest) …'
	@ACCORDGRAPH_SOAK=1 $(BIN)/python -m pytest -m soak -n $(JOBS)

bench: $(VENV)/made-dev $(VENV)/made-front-end
	@echo 'measuring …'
	@$(BIN)/python tests/benchmarks/serving.py
	@$(BIN)/python tests/benchmarks/browser.py
	@$(BIN)/python tests/benchmarks/validation.py
	@$(BIN)/python tests/benchmarks/cohorts.py
	@$(BIN)/python tests/benchmarks/real_graph.py
	@$(BIN)/python tests/benchmarks/scale.py
	@$(BIN)/python tests/benchmarks/endpoint.py

lock: $(VENV)/made-dev
	@echo 'resolving …'
	@$(COMPILE) pyproject.toml --extra cohorts --group dev --group build -o requirements-dev.lock
	@$(COMPILE) pyproject.toml -c requirements-dev.lock -o requirements.lock
	@$(COMPILE) --group build -c requirements-dev.lock -o requirements-build.lock

fmt: $(VENV)/made-dev
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format .
	@$(BIN)/accordgraph fmt

clean:
	rm -rf $(VENV) src/accordgraph/web/ui/node_modules src/accordgraph/web/static/ui
	rm -rf .accordgraph .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Picks the first Python from 3.11 to 3.14 that can make environments; else says what is missing and what brings it.
$(VENV)/made-environment:
	@if [ -n '$(PYTHON)' ]; then set -- '$(PYTHON)'; \
	else set -- python3 python3.13 python3.12 python3.14 python3.11 python; fi; \
	found= newer= bare= bare_version= seen=; \
	for each in "$$@"; do \
		version=$$("$$each" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
		seen="$$seen $$each ($$version)"; \
		case $$version in 3.1[1-9]|3.[2-9]?) ;; *) continue ;; esac; \
		if ! "$$each" -c 'import ensurepip, venv' 2>/dev/null; then \
			bare=$${bare:-$$each} bare_version=$${bare_version:-$$version}; continue; fi; \
		case $$version in 3.1[1-4]) found=$$each; break ;; *) newer=$${newer:-$$each} ;; esac; \
	done; \
	if [ -z "$$found" ] && [ -n "$$newer" ]; then found=$$newer; \
		echo "$$newer is newer than the versions accordgraph is tested with (3.11 to 3.14)."; fi; \
	if [ -z "$$found" ] && [ -n "$$bare" ]; then \
		echo "$$bare ($$bare_version) cannot make environments: its venv module is missing. It comes with" >&2; \
		echo "    apt-get install python3-venv    (Debian, Ubuntu; python$$bare_version-venv if $$bare is not the system's own)" >&2; \
		exit 1; fi; \
	if [ -z "$$found" ]; then \
		echo "accordgraph needs Python 3.11 or newer; found:$${seen:- none}. It comes with" >&2; \
		echo "    apt-get install python3 python3-venv    (Debian 12, Ubuntu 24.04 and later)" >&2; \
		echo "    dnf install python3.12    (Fedora, RHEL)        brew install python@3.13    (macOS)" >&2; \
		echo "or name another one: make PYTHON=/path/to/python3.12" >&2; \
		exit 1; fi; \
	echo "creating the environment with $$found …"; \
	"$$found" -m venv $$(if [ -e $(VENV)/place ]; then echo --clear; fi) $(VENV) && pwd > $(VENV)/place && touch $@

$(VENV)/made-runtime: $(VENV)/made-environment requirements-build.lock requirements.lock pyproject.toml
	@echo 'installing the locked packages (once, a minute or two) …'
	@$(LOCKED) -r requirements-build.lock
	@$(LOCKED) -r requirements.lock
	@echo 'installing accordgraph …'
	@HATCH_BUILD_NO_HOOKS=true $(PIP) --no-deps --no-build-isolation --no-index --editable .
	@$(WARM)
	@touch $@

$(VENV)/made-front-end: $(VENV)/made-runtime hatch_build.py $(FRONT_END)
	@echo 'building the front end …'
	@$(BIN)/python hatch_build.py
	@[ ! -e src/accordgraph/web/static/ui/manifest.json ] || touch $@   # what failed is tried again next time

$(VENV)/made-dev: $(VENV)/made-runtime requirements-dev.lock
	@echo 'installing the locked packages for tests (once) …'
	@$(LOCKED) -r requirements-dev.lock
	@touch $@
