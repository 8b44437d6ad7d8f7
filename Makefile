# make demo    install what Silos needs into .venv, then show what it does
# make test    install what the tests need, then run them all
# make fast    the tests that take seconds
# make fuzz    ten thousand cases of rubbish at every door: an hour or more
# make check   linter, formatter, types, import contracts
# make docs    fill the documents' tables from the code, and build them as a site in site/
# make images  run the notebook, draw the documents' figures anew, and take the pictures of pages (needs Chromium)
# make gallery play the experiments at full size and take a picture of each: a quarter of an hour (needs Chromium)
# make words   bring the catalogues of all languages up to date; NEW=cy begins Welsh
# make format  put files into the house's form
# make lock    find the newest versions that fit pyproject.toml and pin them in requirements.lock
# make wheel   build the package into dist/
# make sbom    list all parts that are installed, with versions and licences, in sbom.cdx.json (SBOM=FILE for another)
# make clean   remove .venv and what tools left behind
#
# PYTHON=/path/to/python3.x picks the interpreter, VENV=.venv-x another place, TESTS=tests/x a part of the tests.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; print("$(p)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)))
VENV ?= .venv
TESTS ?=
# Two more than there are cores: many tests wait for a browser, a server or a process more than they compute.
JOBS ?= $(shell expr $$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN) + 2)
XDIST := -n $(JOBS) --dist worksteal

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
WITH_TESTS := $(VENV)/.installed-test
# What tools/compile.py needs.
ENGINE := numba pydantic cachetools

.PHONY: help demo install test fast fuzz check docs images gallery words format lock wheel sbom clean
.DELETE_ON_ERROR:

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

demo: $(INSTALLED)
	@echo "The program is $(BIN)/silos; after  source $(BIN)/activate  it is silos."
	$(BIN)/silos demo

install: $(WITH_TESTS)

test: $(WITH_TESTS)
	$(BIN)/python -m pytest $(XDIST) $(TESTS)

fast: $(WITH_TESTS)
	$(BIN)/python -m pytest $(XDIST) -m "not slow" $(TESTS)

fuzz: $(WITH_TESTS)
	SILOS_CASES=$${SILOS_CASES:-10000} $(BIN)/python -m pytest $(XDIST) tests/fuzz

check: $(WITH_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff check --preview --select PLW1514 .  # no text in the system's own encoding
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(WITH_TESTS)
	$(BIN)/python tools/docs_tables.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The documents are in site/index.html"

images: $(WITH_TESTS)
	$(BIN)/python tools/notebook.py
	$(BIN)/python tools/images.py
	$(BIN)/python tools/screens.py

gallery: $(WITH_TESTS)
	$(BIN)/python tools/gallery.py

words: $(INSTALLED)
	$(BIN)/python tools/translations.py $(NEW)

format: $(WITH_TESTS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(MADE)
	$(BIN)/python tools/lock.py

wheel: $(MADE)
	$(PIP) wheel --no-deps --wheel-dir dist .
	@ls dist/*.whl

sbom: $(INSTALLED)
	$(BIN)/python tools/sbom.py $(SBOM)

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# Stamps: a second call installs nothing anew.

$(MADE):
	@test -n "$(PYTHON)" || { echo "Silos needs Python 3.11 or newer: make PYTHON=/path/to/python3.x" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Silos needs Python 3.11 or newer; $(PYTHON) is older" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(INSTALLED): $(MADE) pyproject.toml requirements.lock
	@echo "Installing Silos into $(VENV) (a minute or two, once), and compiling the model meanwhile"
	$(PIP) install --constraint requirements.lock $(ENGINE)
	@$(BIN)/python -m tools.compile & \
	$(PIP) install --constraint requirements.lock --editable . && wait $$!
	@touch $@

$(WITH_TESTS): $(INSTALLED)
	@echo "Installing what the tests need"
	$(PIP) install --constraint requirements.lock --editable ".[test]"
	@touch $@
