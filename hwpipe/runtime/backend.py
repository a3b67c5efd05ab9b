"""`StageBackend`: what a stage runs on. GPU, TPU-like, FPGA and host stages behind one interface.

An FPGA board joins here in the shape of another backend: nothing else in the runtime knows
what a stage is made of.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import torch
from torch import Tensor

from hwpipe.errors import InputError
from hwpipe.runtime.module import TorchStage
from hwpipe.runtime.piece import Piece

__all__ = ["FpgaReferenceBackend", "StageBackend", "TorchBackend", "backend_for"]

#: Operators that compute on integers as the FPGA kernels do.
_INTEGER_OPS = frozenset({
    "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger", "QLinearAdd", "QLinearMul",
    "QGemm", "QLinearGlobalAveragePool", "QLinearAveragePool", "QLinearConcat",
    "QLinearLeakyRelu", "QLinearSigmoid",
})  # fmt: skip


class StageBackend(Protocol):
    """One device that runs a piece.

    Tensors that enter and leave are contiguous host tensors, so that every transport works
    with every backend.
    """

    #: What reports call it, e.g. "torch-cpu" or "float reference (no int8 model)".
    name: str

    def load(self, piece: Piece) -> None:
        """Make the piece ready to run."""
        ...

    def run(self, tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """Tensors of `piece.inputs` in, those of `piece.outputs` out."""
        ...

    def close(self) -> None:
        """Release the device."""
        ...


class TorchBackend:
    """A stage in torch on the host, a CUDA device or (through torch_xla) a TPU."""

    def __init__(self, device: Any, name: str) -> None:
        """Use a torch device and say in reports that it is `name`."""
        self.device, self.name = device, name
        self._host = str(device) == "cpu"
        self._stage: TorchStage | None = None

    def load(self, piece: Piece) -> None:
        """Bind the operators and move the weights to the device."""
        self._stage = TorchStage(piece).eval()
        if not self._host:
            self._stage.to(self.device)

    def run(self, tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """One forward pass without gradients."""
        if self._stage is None:
            raise RuntimeError("run() before load()")
        with torch.inference_mode():
            if self._host:
                return self._stage(*tensors)  # type: ignore[no-any-return]
            moved = [tensor.to(self.device, non_blocking=True) for tensor in tensors]
            # The copy back waits for the device, so a stage's busy time covers its kernels.
            return tuple(tensor.cpu() for tensor in self._stage(*moved))

    def close(self) -> None:
        """Drop the weights."""
        self._stage = None


class FpgaReferenceBackend(TorchBackend):
    """An FPGA stage without its board: integer reference where quantised, else float.

    Quantised operators compute through `hwpipe.fpga.reference`, which defines the integers
    that a board must produce; what is not quantised computes in float32.
    """

    def __init__(self) -> None:
        """Host arithmetic; the name is settled by the piece."""
        super().__init__(torch.device("cpu"), "float reference (no int8 model)")

    def load(self, piece: Piece) -> None:
        """Bind the operators and note whether the piece is quantised."""
        integer = sum(node.op in _INTEGER_OPS for node in piece.nodes)
        if integer:
            self.name = "integer reference"
        super().load(piece)


def _tpu() -> TorchBackend:
    try:
        import torch_xla
    except ImportError:
        return TorchBackend(torch.device("cpu"), "host (torch_xla absent)")
    device = torch_xla.device()
    return TorchBackend(device, f"torch-xla ({device})")


def backend_for(kind: str, ordinal: int = 0) -> StageBackend:
    """The backend of a device kind on this machine.

    Args:
        kind: "gpu", "tpu", "fpga" or "cpu".
        ordinal: number of the stage replica among those of its kind; GPU stages take the
            CUDA devices in turn.

    Raises:
        InputError: for another kind.
    """
    if kind == "fpga":
        return FpgaReferenceBackend()
    if kind == "tpu":
        return _tpu()
    if kind == "gpu":
        if torch.cuda.is_available() and os.environ.get("CUDA_VISIBLE_DEVICES") != "":
            index = ordinal % torch.cuda.device_count()
            return TorchBackend(torch.device("cuda", index), f"torch-cuda:{index}")
        return TorchBackend(torch.device("cpu"), "torch-cpu (CUDA absent)")
    if kind == "cpu":
        return TorchBackend(torch.device("cpu"), "torch-cpu")
    raise InputError(f"device kind {kind!r}", limit="gpu, tpu, fpga, cpu",
                     remedy="make the plan again")  # fmt: skip
