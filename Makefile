# Thin verbs; each does one thing and says what it needs. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
STACK ?= scalpspectra
VENV := .venv
BIN := $(VENV)/bin
OPERATOR = $(BIN)/python -m scalp_operator
# Without this index PyPI's torch comes with gigabytes of CUDA; where it cannot be reached, pip goes on.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip install --disable-pip-version-check
PINS := pyproject.toml constraints.txt layers/core/requirements.txt functions/api/requirements.txt functions/assess/requirements.txt functions/catalog/requirements.txt infra/local/requirements.txt infra/operator/requirements.txt
RUN_READY := $(VENV)/.run-ready
TEST_READY := $(VENV)/.test-ready
# Environments of their own: checkov and the SAM CLI want other versions of what we use.
SCAN_VENV := .cache/scan-venv
SAM_VENV := .cache/sam-venv
SCAN := $(SCAN_VENV)/bin
SCAN_SAM := $(SAM_VENV)/bin
SCAN_READY := .cache/.scan-ready
# The fuzzer alone, for the Pythons that it has a wheel for.
FUZZER := .cache/fuzzer
FUZZER_READY := .cache/.fuzzer-ready
LOAD_VENV := .cache/load-venv
LOAD_READY := .cache/.load-ready
# What changes the rules, on top of the environment whose tests must notice.
MUTATION := .cache/mutation
MUTATION_READY := .cache/.mutation-ready
SITE := web/dist/index.html
NODE_READY := web/node_modules/.ready
# Test processes at once: three, as they often wait. Each has a system of its own, and networks of
# one thread: those of several processes would only get into each other's way.
WORKERS ?= 3
# Where the environment forbids bytecode, every process of the tests would compile all its modules.
unexport PYTHONDONTWRITEBYTECODE
SMOKE := .work/smoke
# What `make models` writes into the manifest.
VERSION ?= $(shell date +%Y.%-m.%-d)

.DEFAULT_GOAL := help
.PHONY: help run demo assess load-hospitals load-products product-report rebuild-stats export-stats redrive-dlq delete-assessment reassess export-research deploy smoke destroy cost check test unit web-test lighthouse load drain bench lint scan audit licences sam-test openapi site train-smoke models fuzz mutation clean

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 20

run: $(RUN_READY) $(SITE)  ## the whole system with its site on localhost (PORT=8000), until Ctrl-C
	@exec $(BIN)/python -m scalp_local run --port $(PORT) --site web/dist

demo: $(RUN_READY)  ## one photo through the whole system, result as lines and JSON (PHOTO=path)
	@exec $(BIN)/python -m scalp_local demo $(if $(PHOTO),"$(PHOTO)")

assess: $(RUN_READY)  ## the models alone on a file or folder (PHOTO=path, JSON=1 for JSON lines)
	@$(if $(PHOTO),,echo "Say which photo or folder: make assess PHOTO=path" >&2; exit 2)
	@exec $(BIN)/python -m scalp_local assess "$(PHOTO)" $(if $(JSON),--json)

load-products: $(RUN_READY)  ## load products and campaigns into a stack (STACK=name, FILE=csv, DRY_RUN=1)
	@exec $(OPERATOR) load-products --stack "$(STACK)" $(if $(FILE),--file "$(FILE)") $(if $(DRY_RUN),--dry-run)

load-hospitals: $(RUN_READY)  ## load hospitals into a stack (STACK=name, FILE=csv, DRY_RUN=1)
	@exec $(OPERATOR) load-hospitals --stack "$(STACK)" $(if $(FILE),--file "$(FILE)") $(if $(DRY_RUN),--dry-run)

product-report: $(RUN_READY)  ## views and visits of products as CSV (STACK=name, FROM=2026-11-01, TO=2026-11-30)
	@exec $(OPERATOR) product-report --stack "$(STACK)" $(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)")

rebuild-stats: $(RUN_READY)  ## recount a stack's assessments, report lost counts (STACK=name, WRITE=1 repairs)
	@exec $(OPERATOR) rebuild-stats --stack "$(STACK)" $(if $(WRITE),--write)

export-stats: $(RUN_READY)  ## a stack's statistics as CSV (STACK=name, WHAT=published, cohorts or days)
	@exec $(OPERATOR) export-stats --stack "$(STACK)" $(if $(WHAT),--what "$(WHAT)")

redrive-dlq: $(RUN_READY)  ## put failed photos back into a stack's queue (STACK=name)
	@exec $(OPERATOR) redrive-dlq --stack "$(STACK)"

delete-assessment: $(RUN_READY)  ## delete one assessment and its photo (STACK=name, ID=id)
	@$(if $(ID),,echo "Say which assessment: make delete-assessment ID=id" >&2; exit 2)
	@exec $(OPERATOR) delete-assessment --stack "$(STACK)" "$(ID)"

reassess: $(RUN_READY)  ## let today's models assess the photos given to research (STACK=name, DRY_RUN=1)
	@exec $(OPERATOR) reassess --stack "$(STACK)" $(if $(DRY_RUN),--dry-run)

export-research: $(RUN_READY)  ## old and new grades of photos given to research as CSV (STACK=name)
	@exec $(OPERATOR) export-research --stack "$(STACK)"

deploy: $(RUN_READY) $(SITE)  ## application, alarms and site to AWS; shows changes and asks (STACK=name, ARGS="--help", YES=1, ROLE=arn)
	@exec $(OPERATOR) deploy --stack "$(STACK)" $(if $(YES),--yes) $(if $(ROLE),--role "$(ROLE)") $(ARGS)

smoke: $(RUN_READY)  ## one photo through a deployed stack, and what else it answers (STACK=name, PHOTO=path)
	@exec $(OPERATOR) smoke --stack "$(STACK)" $(if $(PHOTO),--photo "$(PHOTO)")

destroy: $(RUN_READY)  ## delete a stack once its name has been typed; the table stays (STACK=name, DELETE_DATA=1)
	@exec $(OPERATOR) destroy --stack "$(STACK)" $(if $(DELETE_DATA),--delete-data)

cost: $(RUN_READY)  ## what it costs a month at 10, 1,000 and 1,000,000 assessments a day
	@exec $(BIN)/python infra/cost.py

check: $(TEST_READY)  ## what is checked at every step, in a minute: linters, types, unit and site tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint unit web-test

test: $(TEST_READY) check  ## everything that is checked: linters, types and all tests
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(SITE); fi
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadscope --no-loadscope-reorder --ignore=tests/unit

unit: $(TEST_READY)  ## the tests of the rules alone: no cloud, no browser
	@$(BIN)/python -m pytest --quiet tests/unit

web-test:  ## the site's types, linters and tests without a browser; skipped where Node.js is missing
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(NODE_READY) && cd web && npm run --silent lint && npm test --silent; \
	else echo "The site's tests are skipped: they need Node.js 20 or newer."; fi

lighthouse: $(TEST_READY) $(SITE)  ## Lighthouse's scores of start and result page against the bars; needs Chromium
	@$(BIN)/python tests/benchmarks/lighthouse.py $(if $(RUNS),--runs $(RUNS))

load: $(TEST_READY) $(LOAD_READY)  ## people at once on the local API, by Locust (USERS=20, SECONDS=60, WRITE=1 into docs/benchmarks.md)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.api_load --locust $(LOAD_VENV)/bin/locust $(if $(USERS),--users $(USERS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(WRITE),--write)

drain: $(TEST_READY)  ## photos at once through the local system: all done, counted once, in order (N=1000, WRITE=1 as above)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.queue_drain $(N) $(if $(WRITE),--write)

bench: $(TEST_READY) $(SITE)  ## speed against the report's way, of the API, and the machine's limit (WRITE=1 as above); twenty minutes
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.photo_speed $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.photo_profile $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.candidates $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.sustained $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.api_speed $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.result_wait $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.hospital_lookup $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.training_rate $(if $(WRITE),--write)

lint: $(TEST_READY)  ## ruff and mypy strict
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

scan: $(SCAN_READY)  ## templates, workflows and secrets by checkov, SAM's linter, zizmor, detect-secrets, actionlint (STRICT=1: none may be missing)
	@LOG_LEVEL=ERROR $(SCAN)/checkov --config-file tests/scan/checkov.yaml
	@for file in template.yaml infra/web.yaml infra/observability.yaml infra/github-oidc.yaml; do SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(SCAN_SAM)/sam validate --lint --template $$file || exit 1; done
	@$(SCAN)/zizmor --offline .github/workflows
	@# Keys and tokens by their form; words and random digits alone say nothing in a project of checksums.
	@git ls-files -z | xargs -0 $(SCAN)/detect-secrets-hook --disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString --disable-plugin KeywordDetector
	@# A wheel of its own, because pip fetches the program itself from GitHub.
	@if [ -x $(SCAN)/actionlint ] || $(SCAN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/scan/actionlint.txt >/dev/null 2>&1; then $(SCAN)/actionlint; \
	else echo "actionlint: NOT RUN, its program lies on GitHub, which could not be reached."; [ -z "$(STRICT)" ]; fi

audit: $(SCAN_READY)  ## known weaknesses of all packages, by pip-audit and npm audit (STRICT=1 fails if nobody could be asked)
	@$(SCAN)/python tests/scan/advisories.py --pip-audit $(SCAN)/pip-audit $(if $(STRICT),--strict)

licences: $(TEST_READY)  ## licence of every package, and which are delivered
	@PYTHONPATH=tests $(BIN)/python -m support.licences

fuzz: $(FUZZER_READY)  ## mutated photos, messages, keys, cells and requests, guided by coverage (SECONDS=300, ONLY=heif); Linux
	@PYTHONPATH=tests:$(FUZZER) $(BIN)/python -m fuzz --seconds $(or $(SECONDS),300) $(if $(ONLY),--only $(ONLY))

mutation: $(MUTATION_READY)  ## wrong changes of the rules in scalp_core, one by one: which ones no unit test notices; ten minutes (MODULES="ids keys", WRITE=1 into docs/mutation.md)
	@PYTHONPATH=tests:$(MUTATION) $(BIN)/python -m mutation $(MODULES) $(if $(WRITE),--write)

sam-test: $(TEST_READY)  ## sam build and sam local invoke in real containers; needs a container engine
	@$(BIN)/python -m pytest tests/sam -s --force-enable-socket -p no:randomly

openapi: $(RUN_READY)  ## write docs/openapi.json and docs/api.md after a change of the API
	@$(BIN)/python -m scalp_local openapi > docs/openapi.json
	@$(BIN)/python -m scalp_local api-page > docs/api.md

site: $(SITE)  ## build the site into web/dist; needs Node.js 20 or newer

train-smoke: $(TEST_READY)  ## every step of training on 60 tiny pictures, in .work/smoke; under 5 minutes
	@rm -rf $(SMOKE)
	@$(BIN)/python -m scalp_train render --recipe smoke --work $(SMOKE)
	@$(BIN)/python -m scalp_train fit --recipe smoke --work $(SMOKE)
	@$(BIN)/python -m scalp_train export --recipe smoke --work $(SMOKE) --version 0.0.0 --artifacts $(SMOKE)/artifacts
	@$(BIN)/python -m scalp_train evaluate --artifacts $(SMOKE)/artifacts

models: $(TEST_READY)  ## the shipped models from nothing into model_artifacts: hours; goes on where it was stopped (VERSION=2026.11.22)
	@$(BIN)/python -m scalp_train render
	@$(BIN)/python -m scalp_train fit
	@$(BIN)/python -m scalp_train export --version $(VERSION) --figures docs/evaluation
	@$(BIN)/python -m scalp_train explain

clean:  ## remove everything that was installed or built
	rm -rf $(VENV) .aws-sam .cache .work web/dist web/src/generated web/node_modules .mypy_cache .ruff_cache .pytest_cache

# What these print goes to standard error: standard output belongs to the verb's own answer.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.13 …" >&2; exit 1; }
	@echo "Creating $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV) || { echo "The module venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUN_READY): $(VENV)/bin/python $(PINS)
	@echo "Installing what the system needs (about 150 MB, once) …" >&2
	@$(PIP) --constraint constraints.txt --editable '.[api,assess,catalog,local,operator]' >&2
	@touch $@

$(TEST_READY): $(RUN_READY) training/requirements.txt tests/requirements.txt tests/runtime/emulator.txt
	@echo "Installing what training and tests need (about 600 MB, once) …" >&2
	@$(PIP) --constraint constraints.txt --extra-index-url $(TORCH_INDEX) --retries 1 "$$(grep '^torch==' training/requirements.txt)" >&2
	@$(PIP) --constraint constraints.txt --editable '.[api,assess,catalog,local,operator,train,dev]' >&2
	@$(BIN)/python tests/support/fetch_emulator.py >&2
	@touch $@

$(SCAN_READY): $(VENV)/bin/python tests/scan/requirements.txt tests/sam/requirements.txt
	@echo "Installing the scanners (about 500 MB, once) …" >&2
	@$(BIN)/python -m venv $(SCAN_VENV) && $(SCAN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/scan/requirements.txt >&2
	@$(BIN)/python -m venv $(SAM_VENV) && $(SCAN_SAM)/python -m pip install --quiet --disable-pip-version-check --requirement tests/sam/requirements.txt >&2
	@touch $@

$(FUZZER_READY): $(TEST_READY) tests/fuzz/requirements.txt
	@$(PIP) --quiet --upgrade --no-deps --target $(FUZZER) --requirement tests/fuzz/requirements.txt >&2
	@touch $@

$(MUTATION_READY): $(TEST_READY) tests/mutation/requirements.txt
	@$(PIP) --quiet --upgrade --no-deps --target $(MUTATION) --requirement tests/mutation/requirements.txt >&2
	@touch $@

$(LOAD_READY): $(VENV)/bin/python tests/load/requirements.txt
	@echo "Installing Locust (about 50 MB, once) …" >&2
	@$(BIN)/python -m venv $(LOAD_VENV) && $(LOAD_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/load/requirements.txt >&2
	@touch $@

# Python's pip fetches the borders that the base map is made of.
$(SITE): $(NODE_READY) docs/openapi.json infra/local/sample/scalp.jpg $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/generated/*' 2>/dev/null) | $(VENV)/bin/python
	@echo "Building the site …" >&2
	@cd web && PYTHON=../$(VENV)/bin/python npm run --silent build >&2
	@touch $@

$(NODE_READY): web/package-lock.json
	@command -v npm >/dev/null || { echo "Node.js 20 or newer (with npm) is needed to build the site. Without it, make demo runs the system and make assess the models." >&2; exit 1; }
	@cd web && npm ci --no-fund --no-audit >&2
	@touch $@
