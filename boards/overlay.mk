# An overlay from RTL to bitstreams/. A board's Makefile sets BOARD and includes this.
#   make -C boards/kv260              build with Vivado 2025.2 (hours) and add to bitstreams/
#   make -C boards/kv260 sources      RTL and settings only, no Vivado
# PLAN=/path/plan.json builds the kernel that a plan was compiled for, CLOCK=150MHz asks for another
# clock, INTERRUPTS=1 for an interrupt controller that pynq knows, BOARD_FILES=FOLDER adds board
# files, JOBS=8 runs that many jobs, OUT=FOLDER takes the result.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := overlay

ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)
HWPIPE ?= $(if $(wildcard $(ROOT)/.venv/bin/hwpipe),$(ROOT)/.venv/bin/hwpipe,hwpipe)
VIVADO ?= vivado
BUILD ?= build
OUT ?= $(ROOT)/bitstreams
JOBS ?= 4
KERNEL := --board $(BOARD) $(if $(PLAN),--plan $(abspath $(PLAN))) $(if $(CLOCK),--clock $(CLOCK))
OPTIONS := $(if $(filter 1,$(INTERRUPTS)),--interrupts) \
	$(if $(BOARD_FILES),--board-files $(abspath $(BOARD_FILES)))

.PHONY: overlay sources clean

overlay: sources ## build the bitstream and add it to bitstreams/manifest.json
	@command -v $(VIVADO) >/dev/null || { echo "$(VIVADO) is not on PATH: source Vivado's settings64.sh, or make VIVADO=/path/to/vivado"; exit 2; }
	cd $(BUILD) && $(VIVADO) -mode batch -nojournal -source $(ROOT)/boards/vivado/build.tcl -tclargs . $(JOBS)
	$(HWPIPE) overlay adopt $(BUILD) $(KERNEL) -o $(OUT)

sources: ## RTL, settings and constraints in $(BUILD)
	$(HWPIPE) overlay sources $(KERNEL) -o $(BUILD) $(OPTIONS)

clean: ## remove $(BUILD)
	rm -rf $(BUILD)
