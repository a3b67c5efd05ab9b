"""Coverage: counts of a module's run, explanations that must be true, the limit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.coverage import Explanation, check, explanations, main, read_counts, table

ROOT = Path(__file__).parents[2]
SOURCE = ["module m;", "a <= 1;", "if (b)", "  c <= 1;", "endmodule"]


def _dat(path: Path, counts: dict[str, int], module: str = "m") -> Path:
    """A file as Verilator writes it; keys: line, number, type, comment, lines."""
    rows = ["# SystemC::Coverage-3"]
    for key, count in counts.items():
        line, n, kind, comment, on = key.split()
        items = {"f": "rtl/m.sv", "l": line, "n": n, "t": kind, "page": f"v_{kind}/{module}",
                 "o": comment, "S": "" if on == "-" else on}  # fmt: skip
        text = "".join(f"\x01{k}\x02{v}" for k, v in items.items() if v)
        rows.append(f"C '{text}' {count}")
    path.write_text("\n".join(rows) + "\n")
    return path


RUN = {
    "2 1 line block 2": 4,
    "3 2 branch if 3-4": 0,
    "3 3 branch else -": 0,  # not written: no line
    "2 4 branch cond_then 2": 0,  # an arm of ?: is no line
    "1 5 toggle b:0->1 -": 0,
    "1 5 toggle b:1->0 -": 2,
}


def test_lines_arms_and_toggles(tmp_path: Path) -> None:
    """A body that never ran leaves its lines uncovered; arms and toggles are counted apart."""
    found = read_counts([_dat(tmp_path / "a.dat", RUN)])["m.sv"]
    assert found.lines() == {2: 4, 3: 0, 4: 0}
    assert found.uncovered() == [3, 4]
    assert list(found.arms.values()) == [0]
    assert sorted(found.toggles.values()) == [0, 2]
    row = table({"m.sv": found}, {"m.sv": [3, 4]}).splitlines()[1].split()
    assert row == ["m.sv", "3", "1", "33%", "0", "2", "0", "%", "50", "%"]


def test_runs_and_shapes_of_a_module_add_up(tmp_path: Path) -> None:
    """A line counts as covered if any run of any shape of the module reached it."""
    other = _dat(tmp_path / "b.dat", {"3 2 branch if 3-4": 7}, module="m__W3")
    found = read_counts([_dat(tmp_path / "a.dat", RUN), other])["m.sv"]
    assert found.lines() == {2: 4, 3: 7, 4: 7}


def test_explanations_must_be_true(tmp_path: Path) -> None:
    """A line that is covered, or is not there, can't be explained; the rest can."""
    files = read_counts([_dat(tmp_path / "a.dat", RUN)])
    sources = {"m.sv": SOURCE}
    left, wrong = check(files, sources, [])
    assert left == {"m.sv": [3, 4]}
    assert wrong == ["m.sv: 33.3 % of lines covered, at least 95 % wanted"]
    both = [Explanation("m.sv", "if (b)", "x"), Explanation("m.sv", "c <= 1;", "x")]
    assert check(files, sources, both) == ({"m.sv": []}, [])
    for entry, text in (
        (Explanation("m.sv", "a <= 1;", "x"), "is covered"),
        (Explanation("m.sv", "d <= 1;", "x"), "does not exist"),
        (Explanation("n.sv", "a <= 1;", "x"), "no run has such a file"),
    ):
        _, wrong = check(files, sources, [*both, entry])
        assert [text in one for one in wrong] == [True], entry


def test_files_of_another_form(tmp_path: Path) -> None:
    """What is no coverage is refused with its name; so is an explanation without a reason."""
    path = tmp_path / "x.dat"
    path.write_text("hello\n")
    with pytest.raises(InputError, match="no coverage of Verilator"):
        read_counts([path])
    path.write_text("# SystemC::Coverage-3\nC broken\n")
    with pytest.raises(InputError, match="not a point"):
        read_counts([path])
    reasons = tmp_path / "r.toml"
    reasons.write_text('[[line]]\nfile = "m.sv"\nline = "a"\nreason = " "\n')
    with pytest.raises(InputError, match="no reason"):
        explanations(reasons)
    with pytest.raises(WorkError, match="no run left counts"):
        main([str(tmp_path / "empty"), str(reasons)])


def test_committed_explanations_name_lines_of_the_modules() -> None:
    """Every explained line of `sim/coverage.toml` stands in its run-time module, once."""
    texts = {
        path.name: path.read_text().splitlines() for path in (ROOT / "hwpipe" / "rtl").glob("*.sv")
    }
    found = explanations(ROOT / "sim" / "coverage.toml")
    assert found
    for entry in found:
        lines = [line.strip() for line in texts[entry.file]]
        assert lines.count(entry.line) == 1, entry


def test_a_module_end_to_end(tmp_path: Path) -> None:
    """The skid buffer's bench reaches each of its lines, as its counts say."""
    done = subprocess.run(
        [*(sys.executable, "-m", "pytest", "-q", "sim/test_streams.py", "-k", "skid"),
         *("--simulator", "verilator", "-p", "no:cacheprovider"),
         *("--basetemp", str(tmp_path / "work"))],
        cwd=ROOT, env={**os.environ, "HWPIPE_COVERAGE": str(tmp_path / "counts")},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    if "skipped" in done.stdout:
        pytest.skip("Verilator needs g++, make and perl")
    runs = sorted((tmp_path / "counts").glob("*.dat"))
    found = read_counts(runs)["hwp_skid.sv"]
    text = (tmp_path / "counts" / "rtl" / "hwp_skid.sv").read_text().splitlines()
    assert found.uncovered() == []
    spill = 1 + [line.strip() for line in text].index("spill_reg      <= 1'b1;")
    assert found.lines()[spill] > 0
    assert found.toggles
