# make          set up, validate, build
# make test     set up, pass all tests
# make release  set up, write everything that is handed out into dist/
# make site     set up, write the corpus as pages to read into site/
# make serve    set up, open the released database in a browser
# make bench    set up, measure against other programs (an hour; nothing depends on it)
PYTHON ?= python3
BIN := .venv/bin

.PHONY: all validate build check release site screenshots serve test bench lint format lock clean

all: validate build

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

validate: .venv/.ready
	$(BIN)/cyberspace-corpus validate

build: .venv/.ready
	$(BIN)/cyberspace-corpus build

check: .venv/.ready
	$(BIN)/cyberspace-corpus build --check

release: .venv/.ready
	$(BIN)/cyberspace-corpus release

site: .venv/.ready
	$(BIN)/cyberspace-corpus site

screenshots: site
	$(BIN)/python tests/site/browser/screenshots.py site

serve: .venv/.ready
	$(BIN)/cyberspace-corpus serve

test: .venv/.ready
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: .venv/.ready
	$(BIN)/python tests/benchmarks

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/cyberspace-corpus fmt

lock: .venv/.ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

clean:
	rm -rf .venv dist site
