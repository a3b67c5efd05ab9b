"""`hwpipe overlay` and `hwpipe hls build accelerator` as a user meets them."""

import json
import subprocess
import sys

import pytest
from overlay_support import vivado_build

from hwpipe.overlay.board import overlay_boards
from hwpipe.overlay.kernel import board_design
from hwpipe.resources import data_dir


def hwpipe(*arguments, code=0, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "hwpipe", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, cwd=cwd, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr.strip()


def test_a_twin_is_written_listed_and_checked(tmp_path):
    hwpipe("overlay", "twin", "--board", "kv260", "-o", tmp_path, "--clock", "150MHz", "-q")
    rows = json.loads(hwpipe("overlay", "list", "--package", tmp_path, "--json"))
    assert [(r["board"], r["clock_hz"], r["twin"]) for r in rows] == [("kv260", 149999999, True)]
    bit = tmp_path / rows[0]["bit"]["file"]
    checks = json.loads(hwpipe("overlay", "check", bit, "--json"))
    assert all(check["ok"] for check in checks)
    bit.with_suffix(".hwh").write_text(bit.with_suffix(".hwh").read_text() + "\n")
    assert hwpipe("overlay", "check", bit, code=2).endswith(
        f"{bit}: 1 of {len(checks)} checks failed"
    )


def test_sources_and_adoption_agree(tmp_path):
    told = hwpipe(
        "overlay", "sources", "--board", "kv260", "-o", tmp_path / "b", "--clock", "150MHz"
    )
    design = board_design("kv260", clock_hz=150e6)
    assert f"kernel {design.ident:016x} at 150 MHz on AMD Kria KV260" in told
    assert (tmp_path / "b" / "rtl" / "accelerator.sv").exists()
    assert "by estimate: DSP " in told
    build = vivado_build(tmp_path / "done", design)
    line = hwpipe("overlay", "adopt", build, "--board", "kv260", "-o", tmp_path / "bits",
                  "--clock", "150MHz")  # fmt: skip
    assert line.startswith(str(tmp_path / "bits" / "hwpipe_kv260_"))
    assert "clock of the kernel" in hwpipe(
        "overlay", "adopt", build, "--board", "kv260", "-o", tmp_path / "other", code=1
    )


def test_make_without_vivado_says_what_is_missing(tmp_path):
    folder = data_dir("boards") / "kv260"
    done = subprocess.run(
        ["make", "-C", str(folder), f"BUILD={tmp_path}", "VIVADO=no-such-vivado",
         f"HWPIPE={sys.executable} -m hwpipe"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "no-such-vivado is not on PATH" in done.stdout
    assert (tmp_path / "design.tcl").exists()


@pytest.mark.parametrize(("arguments", "message"), [
    (["twin", "--board", "kv26"], "hwpipe: board 'kv26' has no overlay; did you mean kv260?"),
    (["twin", "--board", "kv260", "--clock", "fast"], "hwpipe: --clock 'fast'"),
    (["twin", "--board", "kv260", "--clock", "331.7MHz"], "hwpipe: a kernel clock of 331.7 MHz"),
    (["list", "--package", "no/such"], "hwpipe: no/such/manifest.json: cannot be read"),
    (["check", "no.bit"], "hwpipe: no.bit: 2 of 2 checks failed"),
    (["twin", "--board", "kv260", "--plan", "no.json"], "hwpipe: no.json: cannot be read"),
])  # fmt: skip
def test_wrong_input_is_one_line(arguments, message, tmp_path):
    line = hwpipe("overlay", *arguments, code=2, cwd=tmp_path)
    assert line.startswith(message)
    assert "\n" not in line


def test_the_whole_accelerator_is_built_by_name(tmp_path):
    made = json.loads(hwpipe("hls", "build", "accelerator", "--board", "kv260", "-o", tmp_path,
                             "--json"))  # fmt: skip
    assert made["ident"] == f"{board_design('kv260').ident:016x}"
    assert set(made["files"]) <= {path.name for path in tmp_path.iterdir()}
    assert "0x40  IDENT" in (tmp_path / "registers.txt").read_text()
    assert hwpipe("hls", "build", "accelerator", "--param", "X=1", "-o", tmp_path, code=2) == (
        "hwpipe: --param X: the accelerator has none of that name "
        "(limit: PI, PO, SHIFT, PSUM, TILE, OUT_DEPTH, PORT)"
    )


def test_a_kernel_that_the_board_cannot_hold_is_refused_before_vivado():
    from hwpipe.conv import ConvConfig
    from hwpipe.errors import InfeasibleError
    from hwpipe.overlay.fit import board_shares

    with pytest.raises(InfeasibleError, match=r"pynq-z2: the accelerator needs .* DSP by estimate"):
        board_shares("pynq-z2", ConvConfig(32, 32, 17, port_bytes=16))


@pytest.mark.parametrize("board", overlay_boards())
def test_the_kernels_of_bitstreams_fit_their_boards(board):
    from hwpipe.conv import board_config
    from hwpipe.overlay.fit import board_shares

    shares = board_shares(board, board_config(board))
    assert [share.name for share in shares] == ["DSP", "BRAM36", "LUT", "FF"]
    assert all(0 < share.estimate <= share.available for share in shares)
