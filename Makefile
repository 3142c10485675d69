# Prerequisites: Debian or Ubuntu with make, git and Node.js 20 or later. Everything else comes with the first target that is run.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# Node 24 and every tool come from node_modules; Hardhat must neither ask about telemetry nor send any.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
export HARDHAT_DISABLE_TELEMETRY := true

.PHONY: help setup build demo devnet bench test test-fast lint format coverage clean

help: ## This list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

setup: ## Installs, fetches, compiles and generates whatever is missing; every other target does it first
	@scripts/setup/setup.sh

build: setup ## Compiles the contracts and generates the SDK's clients

demo: setup ## The main job end to end on local chains; ARGS=--json for one JSON document
	@node scripts/demo/main.ts $(ARGS)

devnet: setup ## Serves the local chains over JSON-RPC until interrupted
	@node scripts/devnet/main.ts $(ARGS)

bench: setup ## Measures gas; ARGS=--json for JSON, ARGS=--check to compare with the limits
	@node bench/run.ts $(ARGS)

test: setup ## Everything that has to hold before a merge; SCHEDULES, STEPS and SEED size the random schedules
	@echo 'test: lint'
	@npm run -s lint:sol
	@npm run -s lint:ts
	@echo 'test: types'
	@npm run -s typecheck
	@echo 'test: contract sizes'
	@npm run -s sizes
	@echo 'test: golden vectors'
	@node scripts/generate/vectors.ts --check
	@echo 'test: gas limits'
	@node bench/run.ts --check
	@echo 'test: suites'
	@hardhat test

test-fast: setup ## The unit tests alone, in seconds
	@hardhat test mocha test/unit

lint: setup ## Solidity and TypeScript style, and types
	@npm run -s lint:sol
	@npm run -s lint:ts
	@npm run -s typecheck

format: setup ## Rewrites sources in the project's style
	@npm run -s format

coverage: setup ## Line coverage of the contracts, into coverage/
	@hardhat test --coverage

clean: ## Removes what builds made; keeps installed packages and downloads
	@rm -rf artifacts cache coverage types sdk/src/generated sdk/dist
