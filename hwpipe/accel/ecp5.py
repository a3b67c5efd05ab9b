"""`make ecp5`: `conv2d` at 64 multiplies a cycle as a bitstream of an ECP5-85F.

    python -m hwpipe.accel.ecp5 [--kernel accelerator] [--out bitstreams/ecp5] [--seeds 1] [--check]

Writes the bitstream and a manifest with the hash of the sources that it was made from. `--check`
says whether the one at hand is of the present sources, without building.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hwpipe.accel.top import build_accelerator
from hwpipe.conv import ConvConfig
from hwpipe.errors import HwpipeError, WorkError
from hwpipe.sim.ecp5 import DEVICE, Ecp5Build, build_ecp5

__all__ = ["CONFIG", "emitted", "main", "manifest_of", "sources_hash"]

#: 8 x 8 multiplies a cycle, one product a multiplier (18 x 18 bits hold no two).
CONFIG = ConvConfig(pi=8, po=8, shift=0)
MANIFEST = "manifest.json"


def sources_hash(files: Iterable[Path]) -> str:
    """SHA-256 over names and contents, sorted by name."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.name):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def emitted(kernel: str, folder: Path) -> tuple[Path, ...]:
    """Emit a kernel of `CONFIG` into a folder; returns its SystemVerilog files.

    Args:
        kernel: `conv2d`, or `accelerator` with all units (its routing takes hours).
        folder: for the files.
    """
    if kernel == "accelerator":
        return build_accelerator(CONFIG, folder).files
    from hwpipe.hls.builder import build
    from hwpipe.hls.kernel import load_kernel

    return build(load_kernel(kernel, CONFIG.params), folder).files


def manifest_of(kernel: str, files: Iterable[Path], made: Ecp5Build, file: str) -> dict[str, Any]:
    """What stands beside the bitstream."""
    return {
        "format": "hwpipe-ecp5",
        "version": 1,
        "device": DEVICE,
        "speed_grade": 8,
        "kernel": kernel,
        "configuration": asdict(CONFIG),
        "sources_sha256": sources_hash(files),
        "fmax_hz": round(made.fmax_hz),
        "critical_path": list(made.critical),
        "cells": made.cells,
        "available": made.available,
        "tools": made.tools,
        "bit": {
            "file": file,
            "size_bytes": len(made.bitstream),
            "sha256": hashlib.sha256(made.bitstream).hexdigest(),
        },
        "command": "make ecp5",
        "note": "five pins: serial in, serial out; a clock of this device, not of a Zynq",
    }


def _check(folder: Path) -> int:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    data = (folder / manifest["bit"]["file"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != manifest["bit"]["sha256"]:
        raise WorkError("the bitstream is not the one of its manifest", where=str(folder),
                        remedy="make ecp5")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="hwpipe-ecp5-") as scratch:
        now = sources_hash(emitted(manifest["kernel"], Path(scratch)))
    fresh = now == manifest["sources_sha256"]
    print(f"{manifest['bit']['file']}: {manifest['fmax_hz'] / 1e6:.1f} MHz, "
          + ("of the present sources" if fresh else "of older sources: make ecp5"))  # fmt: skip
    return 0 if fresh else 1


def main(arguments: list[str] | None = None) -> int:
    """Build or check; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("bitstreams/ecp5"))
    parser.add_argument("--seeds", type=int, default=1, help="of the placer; the best one is kept")
    parser.add_argument("--kernel", choices=("conv2d", "accelerator"), default="conv2d")
    parser.add_argument("--check", action="store_true", help="build nothing")
    options = parser.parse_args(arguments)
    if options.check:
        return _check(options.out)
    best = None
    with tempfile.TemporaryDirectory(prefix="hwpipe-ecp5-") as scratch:
        files = emitted(options.kernel, Path(scratch))
        for seed in range(1, options.seeds + 1):
            made = build_ecp5(files, options.kernel, seed=seed)
            print(f"seed {seed}: {made.fmax_hz / 1e6:.1f} MHz routed", flush=True)
            if best is None or made.fmax_hz > best.fmax_hz:
                best = made
        assert best is not None
        options.out.mkdir(parents=True, exist_ok=True)
        file = f"{options.kernel}-64.bit"
        (options.out / file).write_bytes(best.bitstream)
        text = json.dumps(manifest_of(options.kernel, files, best, file), indent=1) + "\n"
        (options.out / MANIFEST).write_text(text, encoding="utf-8")
    print(f"{options.out / file}: {best.fmax_hz / 1e6:.1f} MHz, "
          + ", ".join(f"{n} {c}" for n, c in best.cells.items()))  # fmt: skip
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except HwpipeError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
