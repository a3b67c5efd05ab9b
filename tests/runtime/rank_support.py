"""Processes with torchrun's environment that run an inference pipeline as its ranks."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from hwpipe.runtime import StageSpec

#: A rank: reads its job, tells of its first micro-batch, leaves outputs and reports of rank 0.
DRIVER = """
import os, pickle, sys
from pathlib import Path
from hwpipe.errors import HwpipeError
from hwpipe.runtime.ranks import run_rank

folder = Path(sys.argv[1])
import onnx
model = onnx.load(folder / "model.onnx")
with (folder / "job").open("rb") as file:
    stages, inputs, options = pickle.load(file)
try:
    result = run_rank(model, stages, inputs, progress=lambda done, of: (folder / "moves").touch(),
                      **options)
except HwpipeError as error:
    print(error, file=sys.stderr, flush=True)
    os._exit(error.exit_code)
if result is not None:
    (folder / "result").write_bytes(pickle.dumps(result))
os._exit(0)
"""


class Ranks:
    """Processes with torchrun's environment, and none of its agents to end them."""

    def __init__(self, folder: Path, model: onnx.ModelProto, own: list[StageSpec],
                 inputs: dict[str, np.ndarray], **options: Any) -> None:  # fmt: skip
        onnx.save(model, folder / "model.onnx")
        (folder / "job").write_bytes(pickle.dumps((own, inputs, options)))
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        world = sum(stage.replicas for stage in own)
        env = {**os.environ, "WORLD_SIZE": str(world), "MASTER_ADDR": "127.0.0.1",
               "MASTER_PORT": str(port), "OMP_NUM_THREADS": "1"}  # fmt: skip
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-c", DRIVER, str(folder)],
                stderr=subprocess.PIPE,
                text=True,
                env={**env, "RANK": str(rank)},
            )
            for rank in range(world)
        ]

    def until_moving(self) -> None:
        """Wait for the first micro-batch."""
        end = time.monotonic() + 60
        while not (self.folder / "moves").exists():
            assert time.monotonic() < end
            assert all(p.poll() is None for p in self.processes)
            time.sleep(0.02)

    def end(self, timeout_s: float = 120) -> list[tuple[int, str]]:
        """Exit status and standard error of every rank."""
        try:
            return [(p.wait(timeout_s), p.stderr.read() if p.stderr else "")
                    for p in self.processes]  # fmt: skip
        finally:
            for process in self.processes:
                process.kill()
                process.wait()
                if process.stderr:
                    process.stderr.close()

    @property
    def result(self) -> Any:
        return pickle.loads((self.folder / "result").read_bytes())
