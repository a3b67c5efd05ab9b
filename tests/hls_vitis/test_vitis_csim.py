"""C simulation of the emitted C++ against the kernel run as plain Python."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from vitis_help import compiled_of, needs_csim, own_kernel, values_of

from hwpipe.errors import InputError, WorkError
from hwpipe.hls import compile_kernel, load_kernel
from hwpipe.hls.fuzz import Outcome
from hwpipe.hls.kernel import kernel_dir
from hwpipe.hls.rtl_run import compare
from hwpipe.hls.vitis.batch import CsimBatch, fuzz_vitis
from hwpipe.hls.vitis.csim import build_csim, compile_cpp, run_csim, write_csim_case
from hwpipe.hls.vitis.emit import emit_vitis, write_vitis

SHIPPED = sorted(p.stem for p in kernel_dir().glob("*.py") if not p.stem.startswith("_"))
OWN = ["mixed", "tiles"]


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    kernels = [compile_kernel(load_kernel(name)) for name in SHIPPED]
    kernels += [compile_kernel(own_kernel(name)) for name in OWN]
    return CsimBatch.build(kernels, tmp_path_factory.mktemp("vitis"), optimize="-O0")


@needs_csim
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", [*SHIPPED, *OWN])
def test_kernel_equals_plain_python(batch, name, seed):
    number = [k.kernel.name for k in batch.kernels].index(name)
    kernel = batch.kernels[number].kernel
    values = values_of(name, np.random.default_rng(seed))
    got = batch.run(number, values)
    assert compare(kernel, values, got) is None
    assert any(len(v) for v in [*got.streams.values(), *got.memories.values()])


@needs_csim
def test_random_kernels_equal_plain_python(tmp_path):
    """Sixteen here, any number with `python -m hwpipe.hls.vitis.fuzz_run`.

    The sanitizer ends a run in which a native counter or address overflows.
    """
    flags = ["-fsanitize=signed-integer-overflow,bounds", "-fno-sanitize-recover=all"]
    outcomes = fuzz_vitis(range(3000, 3016), tmp_path, optimize="-O0", flags=flags)
    wrong = {seed: o.detail for seed, o in outcomes.items() if o.status == "mismatch"}
    assert not wrong
    assert sum(o.status == "match" for o in outcomes.values()) >= 12


MUTATIONS = {
    "off-by-one bound": ("i < n.to_int()", "i < n.to_int() - 1"),
    "truncation": ("half = 32768", "half = 0"),
    "swapped operands": ("e - 4", "4 - e"),
    "narrow accumulator": ("ap_int<18> s = 0", "ap_int<12> s = 0"),
    "late condition": ("i > 2", "i > 3"),
    "swapped lanes": ("v[lane] = ", "v[3 - lane] = "),
    "other branch": ("(i & 1) == 0", "(i & 1) != 0"),
    "stale window": ("win[k_3] = v[k_3]", "win[k_3] = v[0]"),
}


@needs_csim
def test_every_mutation_is_noticed(tmp_path):
    """Seeded faults in the emitted C++: the comparison sees each of them."""
    kernel = own_kernel("mixed")
    compiled = compile_kernel(kernel)
    write_vitis(compiled, tmp_path)
    good = (tmp_path / "mixed.cpp").read_text()
    lines = ["#include <cstdlib>", '#include "hwpipe_hls.h"', '#include "hwpipe_tb.h"']
    for number, (old, new) in enumerate(MUTATIONS.values()):
        assert good.count(old) >= 1, old
        (tmp_path / f"mutant{number}.h").write_text(good.replace(old, new))
        lines += [f"namespace k{number} {{", "#undef MIXED_H", f'#include "mutant{number}.h"',
                  "#define main run", '#include "tb_mixed.cpp"', "#undef main", "}"]  # fmt: skip
    lines.append("int main(int argc, char** argv) { switch (std::atoi(argv[1])) {")
    for number in range(len(MUTATIONS)):
        lines.append(f"case {number}: return k{number}::run(argc - 1, argv + 1);")
    lines.append("} return 2; }")
    source = tmp_path / "mutants.cpp"
    source.write_text("\n".join(lines).replace('extern "C"', ""))
    # One name in several namespaces cannot have C linkage.
    header = (tmp_path / "mixed.h").read_text()
    (tmp_path / "mixed.h").write_text(header.replace('extern "C" {\n', "").replace(";\n}", ";"))
    compile_cpp([source], tmp_path / "mutants", include=[tmp_path], optimize="-O0")
    values = values_of("mixed", np.random.default_rng(3))
    for number, what in enumerate(MUTATIONS):
        if what == "off-by-one bound":
            with pytest.raises(WorkError, match="a keeps 1 unread values"):
                run_csim(compiled, values, tmp_path, program=tmp_path / "mutants", number=number)
            continue
        got = run_csim(compiled, values, tmp_path, program=tmp_path / "mutants", number=number)
        assert compare(kernel, values, got) is not None, what


@needs_csim
def test_the_program_checks_expected_outputs_itself(tmp_path):
    compiled = compile_kernel(load_kernel("scale"))
    program = build_csim(compiled, tmp_path, optimize="-O0")
    case = tmp_path / "case"
    write_csim_case(compiled, values_of("scale", np.random.default_rng(4)), case)

    def run():
        done = subprocess.run([program, case], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert run() == (0, "OK: 1 outputs as expected\n")
    expected = bytearray((case / "y_expected.bin").read_bytes())
    good = expected[17]
    expected[17] ^= 0x40
    (case / "y_expected.bin").write_bytes(expected)
    code, said = run()
    assert code == 1
    assert said.startswith("y[17] is 0x")
    (case / "y_expected.bin").write_bytes(expected[:17] + bytes([good]))
    code, said = run()
    assert code == 1
    assert said == "y has 160 values, 18 expected\n"
    (case / "shift.bin").unlink()
    code, said = run()
    assert code == 2
    assert said.endswith("/shift.bin cannot be read\n")


@needs_csim
def test_a_short_input_stream_ends_the_run(tmp_path):
    compiled = compile_kernel(load_kernel("fir"))
    with pytest.raises(WorkError, match=r"C simulation of fir: .*empty"):
        run_csim(compiled, {"n": 9, "x": [1, 2, 3]}, tmp_path, optimize="-O0")


@needs_csim
def test_items_left_in_an_input_stream_are_named(tmp_path):
    compiled = compile_kernel(load_kernel("fir"))
    with pytest.raises(WorkError, match=r"^C simulation of fir: x keeps 2 unread values$"):
        run_csim(compiled, {"n": 1, "x": [1, 2, 3]}, tmp_path, optimize="-O0")


def test_compiler_and_headers_that_are_missing(tmp_path, monkeypatch):
    compiled = compiled_of(
        "@process\ndef p(n: Scalar(u8, min=1), y: Stream(u8)):\n"
        "    for i in range(n):\n        y.put(i)\n"
    )
    with pytest.raises(InputError, match=r"^C\+\+ compiler no-such-compiler not found; install"):
        build_csim(compiled, tmp_path, headers=tmp_path, compiler="no-such-compiler")
    monkeypatch.setattr("hwpipe.hls.vitis.csim.ap_types_dir", lambda: None)
    with pytest.raises(
        InputError, match=r"^C simulation needs ap_int\.h; pip install --no-deps hls4ml, or give"
    ):
        build_csim(compiled, tmp_path)


@needs_csim
def test_fuzzer_counts_and_exit_status(capsys, monkeypatch):
    from hwpipe.hls.vitis import fuzz_run

    def broken(seeds, place, **_):
        if len(seeds) > 1:
            raise WorkError("one of them does not compile")
        wrong = seeds.start == 8
        return {seeds.start: Outcome("mismatch", "y[0] is 1, 2 expected")} if wrong else {
            seeds.start: Outcome("match")
        }  # fmt: skip

    monkeypatch.setattr(fuzz_run, "fuzz_vitis", broken)
    monkeypatch.setattr(fuzz_run, "ProcessPoolExecutor", ThreadPoolExecutor)
    assert fuzz_run.main(["--count", "3", "--seed", "7", "--jobs", "1"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(
        "seed 8: y[0] is 1, 2 expected\n3 kernels: 2 match, 1 differ, 0 refused;"
    )
    assert fuzz_run.main(["--count", "3", "--seed", "20", "--jobs", "1"]) == 0


GROWING = """
@process
def p(n: Scalar(u8, min=1), x: Stream(i8, 4), y: Stream(i16, 8)):
    acc = Array(i16, 4, init=0)
    for i in range(n):
        v = x.get()
        out = []
        for k in range(4):
            new = i16(acc[k] + v[k])
            acc[k] = new
            out = [*out, new, v[k] * 2]
        if i > 1:
            y.put(out)

def schedule(s):
    s.partition("p.acc")
    s.unroll("p.k")
"""


@needs_csim
def test_a_list_that_grows_is_an_array_and_a_count(tmp_path):
    compiled = compiled_of(GROWING)
    values = {"n": 5, "x": np.random.default_rng(0).integers(-128, 128, (5, 4)).tolist()}
    got = run_csim(compiled, values, tmp_path, optimize="-O0")
    assert len(got.streams["y"]) == 3
    assert compare(compiled.kernel, values, got) is None
    assert "ap_int<16> out[8];" in (tmp_path / "kernel.cpp").read_text()


def test_a_list_of_two_lengths_is_refused():
    source = GROWING.replace("out = [*out, new, v[k] * 2]", "out = [new] if k else [new, new]")
    with pytest.raises(InputError, match=r"kernel.py:9: out holds lists of different lengths in V"):
        emit_vitis(compiled_of(source.replace("Stream(i16, 8)", "Stream(i16)").replace(
            "y.put(out)", "y.put(out[0])")))  # fmt: skip
