"""What stands in the way of a whole network on a board, said before anything runs."""

from __future__ import annotations

from hwpipe.accel.lowering import Outline, outline
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.lower.model import Program

__all__ = ["check_network"]


def check_network(
    program: Program, config: ConvConfig, *, memory_bytes: int | None = None,
    anyway: bool = False, latency_cycles: int = 100,
) -> Outline:  # fmt: skip
    """Refuse a network that does not run whole and exactly.

    Args:
        program: what `lower_model` made.
        config: of the kernels.
        memory_bytes: of the board's DDR; None where there is no board.
        anyway: take layers beyond the kernels' limits (the host computes them) and arithmetic
            that may differ from onnxruntime by one step.
        latency_cycles: of the memory.

    Returns:
        The network's commands.

    Raises:
        InputError: the first layer in the way, or the memory, with limit and remedy.
    """
    if not anyway:
        for layer in program.inexact:
            proof = layer.proof
            raise InputError(
                f"{layer.kind} {layer.name} may differ from onnxruntime by one step, for "
                f"{proof.differing:,} of {proof.of:,} values of its sums",
                where=program.name, limit="multipliers k / 2^16 with k below 2^17",
                remedy="quantise the float model with `hwpipe quantize`, or accept it (--anyway)",
            )  # fmt: skip
    found = outline(program, config, latency_cycles=latency_cycles)
    for step in found.steps:
        if step.host is not None and not anyway:
            layer = program.layers[step.layer]
            raise InputError(
                f"{layer.kind} {layer.name} runs on no kernel: {step.host}", where=program.name,
                remedy="place it on another device, or let the host compute it (--anyway)",
            )  # fmt: skip
    if memory_bytes is not None and found.image_bytes > memory_bytes:
        raise InputError(
            f"weights and activations take {found.image_bytes:,} bytes of DDR",
            where=program.name, limit=f"{memory_bytes:,} bytes on the board",
            remedy="choose a board with more memory, or split the network over several",
        )  # fmt: skip
    return found
