"""`hwpipe hls build accelerator`: the RTL of the whole accelerator, not of one kernel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hwpipe.cli.console import print_json
from hwpipe.errors import InputError

__all__ = ["build_whole"]

_NAMES = {
    "PI": "pi", "PO": "po", "SHIFT": "shift", "PSUM": "psum", "TILE": "tile",
    "OUT_DEPTH": "out_depth", "PORT": "port_bytes",
}  # fmt: skip


def build_whole(board: str | None, folder: Path, params: dict[str, int], as_json: bool,
                quiet: bool) -> None:  # fmt: skip
    """Write the accelerator's SystemVerilog and its register map.

    Args:
        board: whose configuration is taken; None: the default one.
        folder: for the files.
        params: constants of `conv2d` that differ from it, by their names in the kernel's file.
        as_json: print what was made as JSON.
        quiet: print nothing.

    Raises:
        InputError: unknown board or constant, or a configuration that cannot be.
    """
    import shutil

    from hwpipe.accel.top import TOP, build_accelerator
    from hwpipe.conv import ConvConfig, board_config
    from hwpipe.overlay.registers import kernel_registers

    for name in params:
        if name not in _NAMES:
            raise InputError(f"--param {name}: the accelerator has none of that name",
                             limit=", ".join(_NAMES))  # fmt: skip
    config = ConvConfig() if board is None else board_config(board)
    config = replace(config, **{_NAMES[name]: value for name, value in params.items()})
    built = build_accelerator(config, folder)
    for path in built.files:
        if path.parent.resolve() != folder.resolve():
            shutil.copy(path, folder / path.name)
    rows = kernel_registers()
    lines = [f"{row.offset:#04x}  {row.name:<12}  {row.access:<10}  {row.description}"
             for row in rows]  # fmt: skip
    (folder / "registers.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if as_json:
        print_json({
            "top": TOP, "files": [path.name for path in built.files],
            "ident": f"{built.ident:016x}", "configuration": built.config,
            "ports": [f"m_axi_gmem{port}" for port in built.ports], "port_bits": built.width,
            "registers": {row.name: row.offset for row in rows},
        })  # fmt: skip
    elif not quiet:
        print(f"{len(built.files)} files of RTL in {folder}, top {TOP}, identity "
              f"{built.ident:016x}, {len(built.ports)} ports of {built.width} bits")  # fmt: skip
