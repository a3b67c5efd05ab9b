"""Files as Vivado leaves them: a `.bit` with a sync word, a `.hwh` that says Vivado."""

import json
import struct

from hwpipe.overlay.bitfile import SYNC_WORD
from hwpipe.overlay.hwh import hwh_text
from hwpipe.overlay.part import PartName


def real_bit(part, data=bytes(64) + SYNC_WORD + bytes(64)):
    raw = b"\x00\x09\x0f\xf0\x0f\xf0\x0f\xf0\x0f\xf0\x00\x00\x01"
    for letter, text in (
        (b"a", "top;UserID=0XFFFFFFFF;Version=2025.2"),
        (b"b", part),
        (b"c", "2026/01/02"),
        (b"d", "03:04:05"),
    ):
        raw += letter + struct.pack(">H", len(text) + 1) + text.encode() + b"\0"
    return raw + b"e" + struct.pack(">I", len(data)) + data


def utilisation_report(board):
    """The rows of report_utilization that are read; UltraScale+ writes the second form."""
    rows = (
        [("Slice LUTs", "23456"), ("Slice Registers", "34567"), ("Block RAM Tile", "97.5"),
         ("DSPs", "180")]
        if board.startswith("pynq-") else
        [("CLB LUTs*", "23456"), ("CLB Registers", "34567"), ("Block RAM Tile", "97.5"),
         ("URAM", "12"), ("DSPs", "180")]
    )  # fmt: skip
    return "\n".join(
        f"| {n:<22} | {v:>6} |     0 |          0 |   99999 |  1.23 |" for n, v in rows
    )


def vivado_build(folder, design):
    """A finished build of a design."""
    folder.mkdir(parents=True)
    hwh = hwh_text(design, pynq4_clocks=False).replace("hwpipe twin", "2025.2")
    (folder / f"{design.name}.hwh").write_text(hwh)
    part = PartName.parse(design.board.part).in_bit
    (folder / f"{design.name}.bit").write_bytes(real_bit(part))
    (folder / "utilization.txt").write_text(utilisation_report(design.board.name))
    (folder / "results.json").write_text(json.dumps({
        "tool": "Vivado 2025.2", "setup_slack_ns": 0.123, "hold_slack_ns": 0.01,
        "part": design.board.part, "ident": f"{design.ident:016x}",
    }))  # fmt: skip
    return folder
