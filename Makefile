# hwpipe: `make demo` shows it, `make test` proves it. Both make .venv first if it is missing.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null && echo $$p && break; done)
STAMP := $(VENV)/.hwpipe-stamp
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2

.PHONY: help setup demo test test-slow sim sim-full coverage fuzz-hls golden lint format bench bench-accelerator bench-twin bench-stages bench-hls bench-train ecp5 study clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv and install hwpipe with the tested versions

$(STAMP): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then echo "hwpipe needs Python 3.11 or 3.12 on PATH (or make PYTHON=/path/to/python)"; exit 2; fi
	@test -x $(BIN)/python || { echo "making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing hwpipe and its tested dependencies into $(VENV) (some minutes the first time)"
	@# PYNQ_REMOTE: pynq's client for boards elsewhere, without what only a board can build.
	@PYNQ_REMOTE=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[run,report,sim,pynq,dev]'
	@# Vitis HLS's simulation headers lie in this wheel; its own dependencies are not needed.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps hls4ml==1.3.0
	@touch $(STAMP)

demo: $(STAMP) ## compile, show, run and check ResNet-50 on the default mixed cluster
	@PATH="$(abspath $(BIN)):$$PATH" OUT="$(OUT)" bash examples/demo.sh

test: $(STAMP) ## run every test that needs no special hardware (under 15 minutes on 2 cores)
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check . && $(BIN)/mypy
	@$(PYTEST) -n $(WORKERS) -m "not slow and not gpu and not board and not vivado"

test-slow: $(STAMP) ## the complete sweeps that take minutes each
	@$(PYTEST) -n $(WORKERS) -m slow

sim: $(STAMP) ## simulate the run-time modules and kernels with cocotb: the quick set
	@$(PYTEST) sim -n $(WORKERS)

sim-full: $(STAMP) ## all of it, sweeps and deep proofs included
	@$(PYTEST) sim -n $(WORKERS) --full

coverage: $(STAMP) ## lines of the RTL that the benches reach on Verilator (minutes); fails below 95 %
	@rm -rf "$(OUT)/coverage"
	@HWPIPE_COVERAGE="$(abspath $(OUT))/coverage" $(PYTEST) -q -n $(WORKERS) --simulator verilator -k "not faults" \
		sim/test_streams.py sim/test_axi_lite_ctrl.py sim/test_axi_masters.py sim/test_axi_arbiters.py sim/test_accelerator.py
	@$(BIN)/python -m hwpipe.sim.coverage "$(OUT)/coverage" sim/coverage.toml

fuzz-hls: $(STAMP) ## 1,000 random kernels: plain Python against simulated RTL and Vitis C++
	@$(BIN)/python -m hwpipe.hls.fuzz_run --count 1000 --jobs $(WORKERS)

golden: $(STAMP) ## rewrite the golden files of the compiler's output; look at the diff
	@$(PYTEST) -q -n $(WORKERS) tests/hls/test_hls_golden.py tests/hls_vitis/test_vitis_emit.py --update-golden
	@$(PYTEST) -q -n $(WORKERS) -m "not slow" tests/accel/test_accel_golden.py --update-golden
	@$(BIN)/python -m hwpipe.overlay.bitstreams

lint: $(STAMP) ## ruff and mypy --strict
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(STAMP) ## let ruff format and fix
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(STAMP) ## print every figure that the README quotes
	@$(BIN)/python benchmarks/run.py

bench-hls: $(STAMP) ## print every figure of the HLS compiler and its kernels (minutes: it synthesises)
	@$(BIN)/python benchmarks/hls.py

bench-accelerator: $(STAMP) ## print the figures of whole networks on the accelerator (ten minutes)
	@$(BIN)/python benchmarks/accelerator.py

bench-twin: $(STAMP) ## print the figures of the board driver and the twin, through pynq
	@$(BIN)/python benchmarks/twin.py

bench-stages: $(STAMP) ## run int8 networks with FPGA stages on twins and compare every element
	@$(BIN)/python benchmarks/stages.py

bench-train: $(STAMP) ## print the figures of training (a quarter of an hour; the machine should be idle)
	@$(BIN)/python benchmarks/training.py
	@$(BIN)/python benchmarks/training_predicted.py
	@$(BIN)/python benchmarks/training_bubbles.py
	@$(BIN)/python benchmarks/training_compress.py
	@$(BIN)/python benchmarks/training_faults.py

ecp5: $(STAMP) ## route conv2d at 64 products a cycle on an ECP5-85F: clock and bitstream (minutes)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[ecp5]'
	@$(BIN)/python -m hwpipe.accel.ecp5

study: $(STAMP) ## joint plans against published methods, with plots (minutes)
	@$(BIN)/python benchmarks/study.py --plots $(OUT)

clean: ## remove what the targets made, .venv included
	rm -rf $(VENV) $(OUT) .mypy_cache .pytest_cache .ruff_cache
