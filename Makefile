# Two commands matter: `make demo` and `make test`. Both set up what they need on a machine that has
# Python 3.11 or later and a C compiler, from package registries alone.
#   make demo       a photo, a voice and a sentence become out/demo.mp4
#   make test       the tests (SLOW=1 adds the slow ones; ARGS="tests/unit/media -k alpha" picks)
#   make check      ruff, mypy, import contract
#   make bench      seconds per stage, seconds per second of video, peak memory
#   make evaluate   the judges' page for the nano model
#   make studio     builds the studio anew (needs Node 20); STUDIO_TESTS=1 runs its browser tests too
#   make demo-studio  the studio in the browser
#   make docs       the generated pages under docs/
#   make world      flite and a software renderer, for tests of the training world; `make test` runs it
#   make clean      removes build folders and the caches of the tools
#   make setup      only the environment. Your own torch build: make setup TORCH="torch==2.13.0+cu130"
PYTHON ?= python3.11
VENV ?= .venv
TORCH ?= torch==2.13.0
OUT ?= out
ARGS ?=
BIN := $(VENV)/bin
STAMP := $(VENV)/.retrat-setup
SELECT := $(if $(SLOW),,-m "not slow and not gpu")
# An unpacked wheel compiles nothing at run time, and threads that wait must not spin forever.
export GOMP_SPINCOUNT ?= 100000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup demo check test bench evaluate docs world studio demo-studio clean
.DEFAULT_GOAL := demo

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet "$(TORCH)"
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[train,evaluate,server,dev]"
	touch $@

demo: setup
	$(BIN)/python examples/demo.py --output $(OUT)/demo.mp4

test: check world
	$(BIN)/python -m pytest $(SELECT) $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m retrat.evaluate.bench $(ARGS)

evaluate: setup
	$(BIN)/retrat evaluate $(ARGS)

studio: setup
	$(BIN)/python tools/write_openapi.py
	cd studio && npm ci --no-audit --no-fund && npm run types && npm run check && npm run build
	$(if $(STUDIO_TESTS),$(BIN)/python -m pytest tests/e2e/test_studio.py)

demo-studio: setup
	$(BIN)/retrat serve --open

docs: setup
	$(BIN)/python tools/write_docs.py

# What only the world that nano learns from needs (tests of it are skipped without): a speech
# synthesiser and a software renderer. Installed where that is possible, left alone elsewhere.
world:
	@if command -v flite >/dev/null && ldconfig -p 2>/dev/null | grep -q libEGL.so.1; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends flite libegl1 libgl1-mesa-dri libgles2; \
	else echo "flite and libEGL are not here: tests of the training world will be skipped"; fi

clean:
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
