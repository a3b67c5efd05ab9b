"""Large models: time and memory of analysis, external data untouched."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from hwpipe.graph import linear_order_cut_bytes, open_model

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benchmarks.models import bert_like, gpt2_like

LAYERS, WIDTH, SEQ, VOCABULARY = 96, 256, 128, 50257


@pytest.fixture(scope="module")
def gpt2(tmp_path_factory):
    path = tmp_path_factory.mktemp("gpt2") / "gpt2.onnx"
    gpt2_like(path)
    return path


def best_of(call, repeats=5):
    times = []
    for _ in range(repeats):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def test_counts_equal_the_closed_form(gpt2):
    graph = open_model(gpt2).graph()
    assert 4000 <= len(graph) <= 4200
    assert graph.costed_by_bytes == ()
    block = 12 * WIDTH * WIDTH + 13 * WIDTH  # four matrices, their biases, two normalisations
    assert graph.param_count == LAYERS * block + (VOCABULARY + SEQ + 2) * WIDTH
    products = LAYERS * (SEQ * 12 * WIDTH * WIDTH + 2 * SEQ * SEQ * WIDTH)
    assert graph.macs == products + SEQ * WIDTH * VOCABULARY


def test_batch_scales_the_work(gpt2):
    source = open_model(gpt2)
    one, four = source.graph(1), source.graph(4)
    assert four.macs == 4 * one.macs
    assert len(four) == len(one)
    assert four.tensors["logits"].shape == (4, SEQ, VOCABULARY)
    assert four.param_bytes == pytest.approx(one.param_bytes, rel=1e-6)


def test_analysis_is_fast(gpt2):
    assert best_of(lambda: open_model(gpt2).graph()) < 0.8
    graph = open_model(gpt2).graph()
    assert best_of(lambda: linear_order_cut_bytes(graph)) < 0.1
    assert best_of(lambda: open_model("resnet50").graph()) < 0.06


def test_memory_and_imports(gpt2):
    code = (
        "import sys\n"
        "import hwpipe.graph\n"
        "assert 'onnx' not in sys.modules, 'importing hwpipe.graph must stay cheap'\n"
        "hwpipe.graph.open_model(sys.argv[1]).graph()\n"
        "heavy = {'torch', 'onnxruntime', 'scipy', 'pydantic', 'sympy'} & set(sys.modules)\n"
        # The high-water mark of this program; ru_maxrss would include its parent's before exec.
        "peak = [s.split()[1] for s in open('/proc/self/status') if s.startswith('VmHWM')]\n"
        "print(heavy or 0, int(peak[0]) * 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(gpt2)], capture_output=True, text=True, check=True
    )
    heavy, peak = done.stdout.split()
    assert heavy == "0"
    assert int(peak) < 250e6


def test_bert_like_opens(tmp_path):
    path = tmp_path / "bert.onnx"
    bert_like(path, layers=2, width=64, heads=4, seq=16)
    graph = open_model(path).graph(3)
    assert graph.tensors["hidden"].shape == (3, 16, 64)
    assert graph.macs == 3 * 2 * (12 * 64 * 64 * 16 + 2 * 16 * 16 * 64)
