"""Seconds of node classes on one FPGA: cycles of its engine, its clock, and starting it."""

from __future__ import annotations

import math

from hwpipe.cluster.model import Device, FpgaEngine
from hwpipe.cost.classes import NodeClass, NodeTimes
from hwpipe.cost.engine import Direction, EngineModel
from hwpipe.cost.fpga import TiledEngine
from hwpipe.cost.kernel import KernelEngine
from hwpipe.errors import InputError

__all__ = ["EngineDeviceModel"]


def _engine_model(engine: FpgaEngine, device: Device) -> EngineModel:
    """`conv2d`'s own closed form where the board is configured with it, else the formula."""
    if engine.kernel != "conv2d":
        return TiledEngine(engine, device)
    return KernelEngine(engine, device)


class EngineDeviceModel:
    """Prices node classes on one FPGA.

    Args:
        device: kind `fpga` with an `engine`; `launch_overhead_s` is charged per operator that
            the engine is started for.
        training: False leaves the backward columns 0.
        batch: samples of a micro-batch.
        engine: what counts cycles; by default the closed form of
            `conv2d` where the engine is that kernel, else the tiled engine's formula.

    Raises:
        InputError: if the device has no engine.
    """

    def __init__(
        self, device: Device, *, training: bool, batch: int, engine: EngineModel | None = None
    ) -> None:
        if device.engine is None:
            raise InputError(
                "an fpga needs an engine",
                where=f"device {device.name}",
                remedy="give it a board of the catalogue or engine = { pi = ..., po = ..., ... }",
            )
        self._device, self._clock_hz = device, device.engine.clock_hz
        self._engine = engine if engine is not None else _engine_model(device.engine, device)
        self._training, self._batch = training, batch

    def source(self, node: NodeClass) -> str:
        """Where the forward figure came from: the kernel's closed form, or the general model."""
        covers = getattr(self._engine, "covers", None)
        return "kernel closed form" if covers is not None and covers(node) else "model"

    def times(self, node: NodeClass) -> NodeTimes:
        """Seconds of forward, input gradient and weight gradient; inf where it cannot run."""
        launch = self._device.launch_overhead_s
        directions: tuple[Direction, ...] = ("forward",)
        if self._training:
            directions = ("forward", "input", "weight")
            if node.op == "BatchNormalization":  # its scale is known when the batch is through
                node = node._replace(fused=False)
        seconds: dict[Direction, float] = {"forward": 0.0, "input": 0.0, "weight": 0.0}
        waits = dict(seconds)
        for direction in directions:
            cost = self._engine.cycles(node, self._batch, direction)
            if cost is None:
                back = math.inf if self._training else 0.0
                return NodeTimes(math.inf, back, back)
            if cost.cycles:
                seconds[direction] = cost.cycles / self._clock_hz + launch
                waits[direction] = launch
        return NodeTimes(
            seconds["forward"], seconds["input"], seconds["weight"],
            waits["forward"], waits["input"] + waits["weight"],
        )  # fmt: skip
