"""The mutation harness: what it edits, and that it tells caught, missed and stillborn apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from hwpipe.errors import InputError, WorkError
from hwpipe.rtl import module_files
from hwpipe.sim.mutate import OPERATORS, Fault, plant, propose, survey


@pytest.mark.parametrize(
    ("kind", "line", "results"),
    [
        ("equal", "if (a == b && c == d)", ["if (a != b && c == d)", "if (a == b && c != d)"]),
        ("above", "if (i > last_reg)", ["if (i >= last_reg)"]),
        ("below", "wire s = a < b;", ["wire s = a <= b;"]),
        ("below", "x_reg <= a;", []),
        ("negation", "if (!full && a != b)", ["if (full && a != b)"]),
        ("plus", "y = a + b[8*i + : 4];", ["y = a - b[8*i + : 4];"]),
        (
            "number + 1",
            "left == 1 && k < 12'd30",
            ["left == 2 && k < 12'd30", "left == 1 && k < 12'd31"],
        ),
        ("number - 1", "a <= 3'd0;", []),
        ("arithmetic shift", "y = x >>> 3;", ["y = x >> 3;"]),
        ("shift", "y = x >>> 3;", []),
        ("choice", "y = c ? a : b[0];", ["y = c ? b[0] : a;"]),
        ("lanes", "y = {hi, lo};", ["y = {lo, hi};"]),
        ("dropped assignment", "    if (go) x_reg <= 1'b0;", ["    if (go) ;"]),
        ("dropped assignment", "      mem[p] <= d;", ["      ;"]),
        ("dropped assignment", "  assign a = b <= c;", []),
    ],
)
def test_operators(kind: str, line: str, results: list[str]) -> None:
    assert OPERATORS[kind](line) == results


def test_proposals_are_spread_and_repeatable() -> None:
    sources = module_files()
    faults = propose(sources, 60, seed=4)
    assert faults == propose(sources, 60, seed=4)
    assert faults != propose(sources, 60, seed=5)
    assert len(set(faults)) == 60
    assert len({fault.kind for fault in faults}) >= 12
    for fault in faults:
        assert fault.before != fault.after
        assert fault.before.split("//")[0].strip()
    only = propose(sources, 5, kinds=["equal"])
    assert [fault.kind for fault in only] == ["equal"] * 5


def test_planting(tmp_path: Path) -> None:
    source = tmp_path / "a.sv"
    source.write_text("x = a + b; // a + b\ny = c;\n")
    other = tmp_path / "b.sv"
    other.write_text("z = d;\n")
    fault = Fault.of(source, "a + b;", "a - b;", "sum")
    assert str(fault) == "a.sv:1: sum: x = a + b; // a + b -> x = a - b; // a + b"
    copies = plant([source, other], fault, tmp_path / "out")
    assert [path.read_text() for path in copies] == ["x = a - b; // a + b\ny = c;\n", "z = d;\n"]
    with pytest.raises(InputError, match=r"a.sv: 'a' stands in 1 lines \(limit: exactly one\)"):
        Fault.of(source, "a", "e", "twice")
    with pytest.raises(InputError, match=r"no source is named a\.sv"):
        plant([other], fault, tmp_path / "out")
    source.write_text("changed\n")
    with pytest.raises(InputError, match="line 1 is not as the fault has it"):
        plant([source], fault, tmp_path / "out")


def test_survey_tells_outcomes_apart(tmp_path: Path) -> None:
    source = tmp_path / "a.sv"
    source.write_text("one\ntwo\nthree\n")
    faults = [
        Fault("a.sv", 1, "one", "broken", "caught"),
        Fault("a.sv", 2, "two", "unseen", "missed"),
        Fault("a.sv", 3, "three", "syntax", "stillborn"),
    ]

    def check(paths: Sequence[Path]) -> None:
        text = paths[0].read_text()
        if "syntax" in text:
            raise WorkError("Verilator: %Error: a.sv:3: syntax error")
        assert "broken" not in text, "a broken line"

    outcomes = survey([source], faults, {"reader": check}, tmp_path / "out")
    assert [o.caught_by for o in outcomes] == ["reader", None, None]
    assert [o.stillborn for o in outcomes] == [False, False, True]
    assert outcomes[0].message.startswith("a broken line")
    source.write_text("broken\n")
    with pytest.raises(InputError, match="check reader fails without any fault: a broken line"):
        survey([source], [], {"reader": check}, tmp_path / "out")
