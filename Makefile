# The project's verbs: each calls one program. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
STACK ?= scalpspectra
VENV := .venv
BIN := $(VENV)/bin
# Without REGION: AWS_REGION, AWS_DEFAULT_REGION, the profile's, or samconfig.toml's.
OPERATOR = $(BIN)/python -m scalp_operator $(if $(REGION),--region "$(REGION)")
# Torch without CUDA, which PyPI's would bring (gigabytes). Without access to this index pip uses PyPI.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PIP := $(BIN)/python -m pip install --disable-pip-version-check
PINS := pyproject.toml infra/requirements.txt
RUN_READY := $(VENV)/.run-ready
TEST_READY := $(VENV)/.test-ready
# Separate environments: checkov and the SAM CLI pin other versions of our packages.
SCAN_VENV := .cache/scan-venv
SAM_VENV := .cache/sam-venv
SCAN := $(SCAN_VENV)/bin
SCAN_SAM := $(SAM_VENV)/bin
SCAN_READY := .cache/.scan-ready
# The fuzzer has wheels for some Python versions only.
FUZZER := .cache/fuzzer
FUZZER_READY := .cache/.fuzzer-ready
LOAD_VENV := .cache/load-venv
LOAD_READY := .cache/.load-ready
# The mutation tool, installed on top of the test environment.
MUTATION := .cache/mutation
MUTATION_READY := .cache/.mutation-ready
# Folders whose requirements.in is locked: what is delivered, what runs it here, and the SAM CLI, which has other versions.
LOCKED := layers/core functions/api functions/assess functions/catalog infra
LOCKER := .cache/lock-venv
LOCK = $(LOCKER)/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --custom-compile-command "make lock"
SBOM_VENV := .cache/sbom-venv
SBOM_READY := .cache/.sbom-ready
SBOM = $(SBOM_VENV)/bin/cyclonedx-py requirements --output-reproducible --spec-version 1.6
SITE := web/dist/index.html
DOCKERFILE := functions/assess/Dockerfile
NODE_READY := web/node_modules/.ready
API_TYPES := web/src/api/openapi.ts
# Test processes at once beside that of the trainer's tests: two for each core here in all, as they often wait. Each has
# a system of its own, and networks of one thread: those of several processes would only get into each other's way.
WORKERS ?= 3
# Where the environment forbids bytecode, every process of the tests would compile all its modules.
unexport PYTHONDONTWRITEBYTECODE
TRAIN = $(BIN)/python -m scalp_train
SMOKE := .work/smoke
SMOKE_AIHUB := --recipe smoke --work $(SMOKE) --index $(SMOKE)/index.jsonl --root $(SMOKE)/aihub
# What `make models` writes into the manifest.
VERSION ?= $(shell date +%Y.%-m.%-d)

.DEFAULT_GOAL := help
.PHONY: help run demo assess ask load-hospitals load-products product-report rebuild-stats export-stats redrive-dlq delete-assessment reassess export-research deploy smoke destroy cost check test system-test trainer-test unit web-lint web-unit web-ready lighthouse load drain bench lint scan audit licences sam-test openapi site train-smoke models fuzz mutation clean campaigns create-campaign end-campaign campaign-report console preflight pin-base publish-stats lock sbom

help:  ## List the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 20

run: $(RUN_READY) $(SITE)  ## Serve site and API on localhost until Ctrl-C (PORT=8000, DEMO_ADS=1 with sample advertisements, SAM=1 for sam local)
	@exec $(BIN)/python -m scalp_local run --port $(PORT) --site web/dist $(if $(DEMO_ADS),--demo-ads) $(if $(SAM),--sam .work/sam-environment.json)

demo: $(RUN_READY)  ## Take one photo through the whole system, print the result as lines and JSON (PHOTO=path)
	@exec $(BIN)/python -m scalp_local demo $(if $(PHOTO),"$(PHOTO)")

assess: $(RUN_READY)  ## Run the models alone on a file or folder (PHOTO=path, JSON=1 for JSON lines, ARTIFACTS=folder for other models)
	@$(if $(PHOTO),,echo "No photo or folder given. Run: make assess PHOTO=path" >&2; exit 2)
	@exec $(BIN)/python -m scalp_local assess "$(PHOTO)" $(if $(JSON),--json) $(if $(ARTIFACTS),--artifacts "$(ARTIFACTS)")

# Make hands variables of the command line to the environment, so that any quotes in a question arrive as typed.
ask: $(NODE_READY)  ## Answer questions about the scalp from the guide, as the site does (Q="…" or FILE=path, LANGUAGE=ko or en, JSON=1 for JSON lines)
	@$(if $(Q)$(FILE),,echo 'No question given. Run: make ask Q="…" or make ask FILE=questions.txt' >&2; exit 2)
	@command -v node >/dev/null || { echo "Node.js 20 or newer is needed to answer questions." >&2; exit 1; }
	@exec node web/build/ask.mjs $(if $(FILE),--file "$$FILE",--question "$$Q") $(if $(findstring command,$(origin LANGUAGE)),--language "$(LANGUAGE)") $(if $(JSON),--json)

load-products: $(RUN_READY)  ## Load products into a stack (STACK=name, FILE=csv, DRY_RUN=1)
	@exec $(OPERATOR) load-products --stack "$(STACK)" $(if $(FILE),--file "$(FILE)") $(if $(DRY_RUN),--dry-run)

load-hospitals: $(RUN_READY)  ## Load hospitals into a stack (STACK=name, FILE=csv, DRY_RUN=1)
	@exec $(OPERATOR) load-hospitals --stack "$(STACK)" $(if $(FILE),--file "$(FILE)") $(if $(DRY_RUN),--dry-run)

product-report: $(RUN_READY)  ## Write views and visits of products as CSV (STACK=name, FROM=2026-11-01, TO=2026-11-30)
	@exec $(OPERATOR) product-report --stack "$(STACK)" $(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)")

console: $(RUN_READY)  ## Open the operator's console of a stack in the browser, until Ctrl-C (STACK=name, ARGS="--port 8010")
	@exec $(OPERATOR) console --stack "$(STACK)" $(ARGS)

campaigns: $(RUN_READY)  ## List the sponsored campaigns of a stack (STACK=name)
	@exec $(OPERATOR) campaigns --stack "$(STACK)"

create-campaign: $(RUN_READY)  ## Create a sponsored campaign (STACK=name, ARGS="--product P038 --advertiser … --ends 2027-01-31 --symptom dandruff")
	@exec $(OPERATOR) create-campaign --stack "$(STACK)" $(ARGS)

end-campaign: $(RUN_READY)  ## End a sponsored campaign at once (STACK=name, ID=C001)
	@$(if $(ID),,echo "No campaign given. Run: make end-campaign ID=C001" >&2; exit 2)
	@exec $(OPERATOR) end-campaign --stack "$(STACK)" "$(ID)"

campaign-report: $(RUN_READY)  ## Write showings and visits of campaigns as CSV (STACK=name, FROM=2026-11-01, TO=2026-11-30)
	@exec $(OPERATOR) campaign-report --stack "$(STACK)" $(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)")

rebuild-stats: $(RUN_READY)  ## Recount a stack's assessments and report lost counts (STACK=name, WRITE=1 repairs)
	@exec $(OPERATOR) rebuild-stats --stack "$(STACK)" $(if $(WRITE),--write)

publish-stats: $(RUN_READY)  ## Publish a stack's pending batches of statistics, at most once a day for each group (STACK=name)
	@exec $(OPERATOR) publish-stats --stack "$(STACK)"

export-stats: $(RUN_READY)  ## Write a stack's statistics as CSV (STACK=name, WHAT=published, cohorts or days)
	@exec $(OPERATOR) export-stats --stack "$(STACK)" $(if $(WHAT),--what "$(WHAT)")

redrive-dlq: $(RUN_READY)  ## Put failed photos back into a stack's queue (STACK=name)
	@exec $(OPERATOR) redrive-dlq --stack "$(STACK)"

delete-assessment: $(RUN_READY)  ## Delete one assessment and its photo (STACK=name, ID=id)
	@$(if $(ID),,echo "No assessment given. Run: make delete-assessment ID=id" >&2; exit 2)
	@exec $(OPERATOR) delete-assessment --stack "$(STACK)" "$(ID)"

reassess: $(RUN_READY)  ## Assess the photos donated to research with today's models (STACK=name, DRY_RUN=1)
	@exec $(OPERATOR) reassess --stack "$(STACK)" $(if $(DRY_RUN),--dry-run)

export-research: $(RUN_READY)  ## Write old and new grades of donated photos as CSV (STACK=name)
	@exec $(OPERATOR) export-research --stack "$(STACK)"

preflight: $(RUN_READY)  ## Check in seconds what would stop a deployment: credentials, region, name, quota (STACK=name, REGION=name)
	@exec $(OPERATOR) preflight --stack "$(STACK)"

# The site is built only once the account has been found in order.
deploy: $(RUN_READY)  ## Deploy application, alarms and site to AWS; show changes and ask (STACK=name, REGION=name, ARGS="--help", YES=1, ROLE=arn)
	@$(if $(findstring --help,$(ARGS)),,$(OPERATOR) preflight --stack "$(STACK)" && $(MAKE) --no-print-directory $(SITE))
	@exec $(OPERATOR) deploy --stack "$(STACK)" $(if $(YES),--yes) $(if $(ROLE),--role "$(ROLE)") $(ARGS)

smoke: $(RUN_READY)  ## Assess one photo on a deployed stack and check all that answers (STACK=name, PHOTO=path, URL=site without credentials)
	@exec $(OPERATOR) smoke --stack "$(STACK)" $(if $(PHOTO),--photo "$(PHOTO)") $(if $(URL),--url "$(URL)")

destroy: $(RUN_READY)  ## Delete a stack once its name has been typed; keep the table (STACK=name, DELETE_DATA=1)
	@exec $(OPERATOR) destroy --stack "$(STACK)" $(if $(DELETE_DATA),--delete-data)

cost: $(RUN_READY)  ## Print the cost a month at 10, 1,000 and 1,000,000 assessments a day
	@exec $(BIN)/python infra/cost.py

# The longest first: the linters fill what is left of the second core.
check: $(TEST_READY) web-ready  ## Run what every change must pass, in a minute: linters, types, unit and site tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target unit web-unit lint web-lint

test: $(TEST_READY) check  ## Run all linters, type checks and tests
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(SITE); fi
	@$(MAKE) --no-print-directory --jobs=2 system-test trainer-test

system-test: $(TEST_READY)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadscope --no-loadscope-reorder --ignore=tests/unit --ignore=tests/training

# Apart from the others, because each process that collects these tests imports all that training needs.
trainer-test: $(TEST_READY)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests/training

unit: $(TEST_READY)  ## Run the unit tests: no cloud, no browser
	@$(BIN)/python -m pytest --quiet tests/unit

web-lint: web-ready  ## Run the site's linters and type check; skipped without Node.js
	@if command -v npm >/dev/null; then cd web && npm run --silent lint; fi

web-unit: web-ready  ## Run the site's tests without a browser; skipped without Node.js
	@if command -v npm >/dev/null; then cd web && npm test --silent; fi

web-ready:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory --silent $(API_TYPES); \
	else echo "The site's linters and tests are skipped: they need Node.js 20 or newer."; fi

lighthouse: $(TEST_READY) $(SITE)  ## Compare Lighthouse's scores of start and result page with the minimum; needs Chromium
	@$(BIN)/python tests/benchmarks/lighthouse.py $(if $(RUNS),--runs $(RUNS))

load: $(TEST_READY) $(LOAD_READY)  ## Measure the local API with concurrent people, by Locust (USERS=20, SECONDS=60, WRITE=1 into docs/benchmarks.md)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.api_load --locust $(LOAD_VENV)/bin/locust $(if $(USERS),--users $(USERS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(WRITE),--write)

drain: $(TEST_READY)  ## Send photos at once through the local system: all done, counted once, in order (N=1000, WRITE=1 as above)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.queue_drain $(N) $(if $(WRITE),--write)

bench: $(TEST_READY) $(SITE)  ## Measure speed against the report's way, of the API, and against the machine's limit; twenty minutes (WRITE=1 as above)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.photo_speed $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.photo_profile $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.candidates $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.sustained $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.api_speed $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.result_wait $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.hospital_lookup $(if $(WRITE),--write)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.training_rate $(if $(WRITE),--write)

lint: $(TEST_READY)  ## Run ruff, mypy and import-linter
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter

scan: $(SCAN_READY)  ## Scan templates, workflows and secrets by checkov, SAM's linter, zizmor, detect-secrets, actionlint (STRICT=1: none may be missing)
	@LOG_LEVEL=ERROR $(SCAN)/checkov --config-file tests/scan/checkov.yaml
	@for file in template.yaml infra/packages.yaml infra/web.yaml infra/observability.yaml infra/github-oidc.yaml; do SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(SCAN_SAM)/sam validate --lint --template $$file || exit 1; done
	@$(SCAN)/zizmor --offline .github/workflows
	@# Keys and tokens by their form; keyword and entropy checks would report every checksum.
	@git ls-files -z | xargs -0 $(SCAN)/detect-secrets-hook --disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString --disable-plugin KeywordDetector
	@# Installed separately, because its package downloads the program from GitHub.
	@if [ -x $(SCAN)/actionlint ] || $(SCAN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/scan/actionlint.txt >/dev/null 2>&1; then $(SCAN)/actionlint; \
	else echo "actionlint: NOT RUN, because GitHub, which hosts its program, could not be reached."; [ -z "$(STRICT)" ]; fi

audit: $(SCAN_READY)  ## Report known vulnerabilities of all packages, by pip-audit and npm audit (STRICT=1 fails without an answer)
	@$(SCAN)/python tests/scan/advisories.py --pip-audit $(SCAN)/pip-audit $(if $(STRICT),--strict)

licences: $(TEST_READY)  ## List the licence of every package, and which are delivered
	@PYTHONPATH=tests $(BIN)/python -m support.licences

fuzz: $(FUZZER_READY)  ## Fuzz photos, messages, keys, cells and requests, guided by coverage; Linux (SECONDS=300, ONLY=heif)
	@PYTHONPATH=tests:$(FUZZER) $(BIN)/python -m fuzz --seconds $(or $(SECONDS),300) $(if $(ONLY),--only $(ONLY))

mutation: $(MUTATION_READY)  ## Mutate the rules of scalp_core and report mutants that no unit test notices; ten minutes (MODULES="ids keys", WRITE=1 into docs/mutation.md)
	@PYTHONPATH=tests:$(MUTATION) $(BIN)/python -m mutation $(MODULES) $(if $(WRITE),--write)

sam-test: $(TEST_READY)  ## Run sam build and sam local invoke in real containers; needs a container engine
	@$(BIN)/python -m pytest tests/sam -s --force-enable-socket -p no:randomly

pin-base:  ## Pin the image's base to today's digest, in its Dockerfile; needs Docker and Docker Hub
	@digest=$$(docker buildx imagetools inspect "python:$$(sed -n 's/^ARG PYTHON_VERSION=//p' $(DOCKERFILE))-slim" --format '{{.Manifest.Digest}}') && sed -i.old "s/^ARG PYTHON_DIGEST=.*/ARG PYTHON_DIGEST=@$$digest/" $(DOCKERFILE) && rm $(DOCKERFILE).old && grep PYTHON_DIGEST= $(DOCKERFILE)

openapi: $(RUN_READY)  ## Write docs/openapi.json, docs/api.md and docs/care-sources.md after a change of API or care
	@$(BIN)/python -m scalp_local openapi > docs/openapi.json
	@$(BIN)/python -m scalp_local api-page > docs/api.md
	@$(BIN)/python -m scalp_local care-page > docs/care-sources.md

site: $(SITE)  ## Build the site into web/dist; needs Node.js 20 or newer

train-smoke: $(TEST_READY)  ## Run every step of training, from renders, AI Hub's layout and labelled photos, in .work/smoke; five minutes
	@rm -rf $(SMOKE)
	@$(TRAIN) render --recipe smoke --work $(SMOKE)
	@$(TRAIN) fit --recipe smoke --work $(SMOKE)
	@$(TRAIN) leave-one-out --recipe smoke --work $(SMOKE) --artifacts $(SMOKE)/artifacts --without layers
	@$(TRAIN) release --recipe smoke --work $(SMOKE) --version 0.0.0 --artifacts $(SMOKE)/artifacts --least-kappa -1
	@$(TRAIN) evaluate --artifacts $(SMOKE)/artifacts
	@PYTHONPATH=tests $(BIN)/python -m support.smoke_photos $(SMOKE)
	@$(TRAIN) audit $(SMOKE)/aihub --index $(SMOKE)/index.jsonl --fractions 0.6 0.2 0.2
	@$(TRAIN) fit $(SMOKE_AIHUB)
	@$(TRAIN) release $(SMOKE_AIHUB) --version 0.0.0-aihub --artifacts $(SMOKE)/aihub-artifacts --least-kappa -1
	@$(TRAIN) label $(SMOKE)/photos --rater smoke --import $(SMOKE)/photos.csv
	@$(TRAIN) label $(SMOKE)/photos --export $(SMOKE)/labels.csv
	@$(TRAIN) adapt $(SMOKE)/labels.csv --root $(SMOKE)/photos --base $(SMOKE)/aihub-artifacts --index $(SMOKE)/index.jsonl --data $(SMOKE)/aihub --work $(SMOKE) --artifacts $(SMOKE)/adapted
	@$(TRAIN) release --adapted $(SMOKE)/adapted --artifacts $(SMOKE)/aihub-artifacts --least-kappa -1
	@$(BIN)/python -m scalp_local assess $(SMOKE)/photos/0.jpg --json --artifacts $(SMOKE)/aihub-artifacts

models: $(TEST_READY)  ## Train the shipped models into model_artifacts: three hours; resumes where it stopped (VERSION=2026.12.1)
	@$(BIN)/python -m scalp_train render
	@$(BIN)/python -m scalp_train fit
	@$(BIN)/python -m scalp_train leave-one-out
	@$(BIN)/python -m scalp_train negatives
	@$(BIN)/python -m scalp_train export --version $(VERSION) --figures docs/evaluation
	@$(BIN)/python -m scalp_train explain

lock: $(VENV)/bin/python  ## Pin all versions of what is delivered, with hashes, after a change of a requirements.in or of constraints.txt
	@$(BIN)/python -m venv $(LOCKER) && $(LOCKER)/bin/python -m pip install --quiet --disable-pip-version-check --requirement infra/lock/requirements.txt >&2
	@for folder in $(LOCKED); do $(LOCK) --constraint constraints.txt $$folder/requirements.in --output-file $$folder/requirements.txt >&2 || exit 1; done
	@for folder in tests/sbom tests/sam; do $(LOCK) $$folder/requirements.in --output-file $$folder/requirements.txt >&2 || exit 1; done

sbom: $(SBOM_READY)  ## Write a CycloneDX bill of materials for each artefact into .work/sbom
	@mkdir -p .work/sbom
	@cat layers/core/requirements.txt functions/assess/requirements.txt > .work/sbom/image.txt
	@$(SBOM) layers/core/requirements.txt --output-file .work/sbom/core-layer.cdx.json
	@for name in api catalog; do $(SBOM) functions/$$name/requirements.txt --output-file .work/sbom/$$name.cdx.json || exit 1; done
	@$(SBOM) .work/sbom/image.txt --output-file .work/sbom/image.cdx.json && rm .work/sbom/image.txt

clean:  ## Remove everything that was installed or built
	rm -rf $(VENV) .aws-sam .cache .work web/dist web/src/generated web/node_modules .mypy_cache .ruff_cache .pytest_cache

# These recipes print to standard error: standard output belongs to the verb itself.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed. Run: make PYTHON=python3.13 …" >&2; exit 1; }
	@echo "Creating $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV) || { echo "The module venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUN_READY): $(VENV)/bin/python $(PINS)
	@echo "Installing what the system needs (about 150 MB, once) …" >&2
	@$(PIP) --no-deps --require-hashes --requirement infra/requirements.txt >&2
	@$(PIP) --no-deps --no-build-isolation --editable . >&2
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
	@$(BIN)/python -m venv $(SAM_VENV) && $(SCAN_SAM)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement tests/sam/requirements.txt >&2
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

$(SBOM_READY): $(VENV)/bin/python tests/sbom/requirements.txt
	@$(BIN)/python -m venv $(SBOM_VENV) && $(SBOM_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement tests/sbom/requirements.txt >&2
	@touch $@

# The build installs the base map's borders with pip.
$(SITE): $(NODE_READY) docs/openapi.json infra/local/sample/scalp.jpg model_artifacts/evaluation.json $(wildcard infra/seed/*.json) $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/generated/*' 2>/dev/null) | $(VENV)/bin/python
	@echo "Building the site …" >&2
	@cd web && PYTHON=../$(VENV)/bin/python npm run --silent build >&2
	@touch $@

$(API_TYPES): docs/openapi.json $(NODE_READY)
	@cd web && npm run --silent types >&2

$(NODE_READY): web/package-lock.json
	@command -v npm >/dev/null || { echo "Node.js 20 or newer (with npm) is needed to build the site and to answer questions. Without it, make demo runs the system and make assess the models." >&2; exit 1; }
	@cd web && npm ci --no-fund --no-audit >&2
	@touch $@
