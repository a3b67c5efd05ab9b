#!/usr/bin/env bash
# What `make demo` shows: one real network on a mixed cluster, from ONNX to a checked run.
set -euo pipefail
out=${OUT:-out}
mkdir -p "$out"

step() { printf '\n\033[1m%s\033[0m\n$ %s\n' "$1" "$2"; eval "$2"; }

step "1. Compile ResNet-50 as a pipeline over a GPU, a TPU-like array and two FPGA boards" \
    "hwpipe compile resnet50 --method exact -o $out/plan.json"
step "2. Simulate one iteration and write a trace for ui.perfetto.dev" \
    "hwpipe simulate $out/plan.json --trace $out/trace.json"
step "3. Run it here as a pipeline of processes and check it against onnxruntime" \
    "hwpipe run $out/plan.json --check -o $out/outputs.npz --report $out/run.json"
step "4. Write the report" \
    "hwpipe report $out/plan.json --run $out/run.json -o $out/report.html"

step "5. Train a small CNN on handwritten digits as a pipeline of two processes" \
    "python examples/train_digits.py --epochs 3 --folder $out"
step "6. Quantise it so that every device computes the same bits" \
    "hwpipe quantize $out/trained.onnx --calibration $out/calibration.npz -o $out/digits-int8.onnx --check $out/labelled.npz"
step "7. Plan it for two GPUs and a KV260 board" \
    "hwpipe compile $out/digits-int8.onnx --cluster examples/two-gpus-one-kv260.toml --batch 256 --microbatches 8 --pin conv1=board -o $out/mixed.json"
step "8. Run the mixed plan: the board's stage on a twin, simulated RTL behind unchanged pynq" \
    "hwpipe run $out/mixed.json --input $out/unseen.npz --twin rtl --check"

printf '\nOpen %s/report.html in a browser. Next: hwpipe compile YOUR.onnx --cluster YOUR.toml\n' "$out"
