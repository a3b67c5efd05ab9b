"""From a quantised ONNX model (QOperator or QDQ) to a `Program`."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

from onnx import ModelProto, NodeProto

from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.graph.source import OnnxSource
from hwpipe.lower.context import Codes, Context, Host, Pending, Real, Unsupported
from hwpipe.lower.fuse import fuse
from hwpipe.lower.model import Program
from hwpipe.lower.moves import MOVES
from hwpipe.lower.qdq import (
    FLOAT,
    dequantize_linear,
    quantize_linear,
    settle,
    view_of_pending,
)
from hwpipe.lower.qoperator import QOPERATOR

__all__ = ["lower_model", "visit"]

_VIEWS = ("Reshape", "Flatten", "Squeeze", "Unsqueeze")
_DYNAMIC = ("DynamicQuantizeLinear", "ConvInteger", "MatMulInteger")


def lower_model(
    model: str | Path | ModelProto, *, batch: int | None = None, name: str | None = None
) -> Program:
    """Lower a quantised network to integer layers.

    Nodes before the first QuantizeLinear and behind the last DequantizeLinear stay on the host
    and are listed with the reason; what cannot run between integer layers is an error.

    Args:
        model: path of an ONNX file, or the message with its weights.
        batch: batch size; None for the model's own, 1 where that is open.
        name: for reports; the file's name where it is None.

    Raises:
        InputError: if the model is no usable ONNX model, is not quantised, or holds an operator
            between integer layers that the accelerator cannot run; node, reason and remedy.
    """
    if isinstance(model, ModelProto):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{model.graph.name or 'model'}.onnx".replace("/", "_")
            path.write_bytes(model.SerializeToString())
            return lower_model(path, batch=batch, name=name)
    source = open_model(model)
    if not isinstance(source, OnnxSource):
        raise InputError("is a profile, which holds no weights", where=str(model),
                         remedy="give the quantised .onnx file")  # fmt: skip
    if batch is None and source.default_batch is None:
        batch = 1
    graph = source.graph(batch)
    proto = source.materialise(batch)
    context = Context(
        name or source.name, {t.name: t for t in proto.graph.initializer}, graph.tensors
    )
    for value in proto.graph.input:
        context.values[value.name] = Host(None, False)
    for node in proto.graph.node:
        visit(context, node)
    for value in proto.graph.output:
        context.leave(value.name)
    if not context.layers:
        raise _no_layers(context, str(model))
    return _program(context, [value.name for value in proto.graph.output])


def _no_layers(c: Context, where: str) -> InputError:
    """A float model, or one whose quantised layers all are refused: the first names the reason."""
    refused = next((n for n in c.host if n.op.startswith(("QLinear", "QGemm")) or c.inputs), None)
    what = "holds no quantised layers"
    if refused is not None:
        what = (f"none of its layers can run on the accelerator; the first is {refused.op} "
                f"{refused.name[:120]!r}: {refused.reason}")  # fmt: skip
    return InputError(
        what, where=where, limit="a QOperator or QDQ model",
        remedy="run `hwpipe quantize MODEL --calibration IMAGES.npz` on the float model",
    )  # fmt: skip


def visit(c: Context, node: NodeProto) -> None:
    """Emit the layers of a node, or put it on the host's list with the reason.

    Raises:
        InputError: for a float tensor behind host nodes that is quantised again, unless the
            context allows islands.
    """
    c.origin = (node,)
    try:
        _handle(c, node)
    except Unsupported as reason:
        _keep_on_host(c, node, str(reason))


def _handle(c: Context, node: NodeProto) -> None:
    domain = "" if node.domain == "ai.onnx" else node.domain
    if node.op_type == "QuantizeLinear" and domain in ("", "com.microsoft"):
        quantize_linear(c, node)
        return
    if node.op_type == "DequantizeLinear" and domain in ("", "com.microsoft"):
        dequantize_linear(c, node)
        return
    values = [c.values[name] for name in node.input if name in c.values]
    on_host = next((v for v in values if isinstance(v, Host)), None)
    if on_host is not None and on_host.cause is not None:
        raise Unsupported(f"it follows {on_host.cause.op} {on_host.cause.name[:80]!r}")
    if (domain, node.op_type) in QOPERATOR:
        QOPERATOR[domain, node.op_type](c, node)
        return
    if domain == "" and values:
        on_codes = all(isinstance(v, Codes) for v in values)
        # Relu, Clip and Concat of float views may take a new scale, other moves keep it.
        if node.op_type in FLOAT and not on_codes:
            FLOAT[node.op_type](c, node)
            return
        first = values[0]
        if isinstance(first, Pending) and node.op_type in _VIEWS:
            view_of_pending(c, node)
            return
        if node.op_type in MOVES:
            for name in node.input:
                if isinstance(pending := c.values.get(name), Pending):
                    settle(c, name, pending)
            MOVES[node.op_type](c, node)
            return
    if node.op_type in _DYNAMIC:
        raise Unsupported("its scale is computed at run time; quantise the model statically")
    if any(isinstance(v, Pending) for v in values):
        raise Unsupported("the result that it reads is not quantised")
    raise Unsupported("the accelerator has no such operator")


def _keep_on_host(c: Context, node: NodeProto, reason: str) -> None:
    """The node runs in float on the host; an error only if its result is quantised again."""
    after = False
    for name in node.input:
        if isinstance(c.values.get(name), Codes | Real | Pending):
            c.leave(name)
            after = True
    before = [v for name in node.input if isinstance(v := c.values.get(name), Host)]
    cause = c.to_host((node,), reason)
    # An error names the first node that left the accelerator, not the last.
    root = next((v.cause for v in before if v.after and v.cause is not None), cause)
    after = after or any(v.after for v in before)
    for name in node.output:
        if name:
            c.values[name] = Host(root, after)


def _program(c: Context, outputs: list[str]) -> Program:
    tensors, layers = dict(c.tensors), list(c.layers)
    ports = list(c.leaving.values())
    ports.sort(key=lambda port: outputs.index(port.name) if port.name in outputs else len(outputs))
    program = Program(
        c.where, tensors, tuple(layers), tuple(c.inputs), tuple(ports), tuple(c.host),
        dict(c.codes),
    )  # fmt: skip
    return _without_dead(fuse(program))


def _without_dead(program: Program) -> Program:
    """Layers that no port depends on are dropped; ports of unread inputs stay."""
    needed = {port.tensor for port in program.outputs}
    alive = []
    for layer in reversed(program.layers):
        if layer.output in needed:
            needed.update(layer.inputs)
            alive.append(layer)
    alive.reverse()
    needed |= {port.tensor for port in program.inputs}
    for layer in alive:
        if layer.kind == "transpose":
            raise InputError(
                f"Transpose {layer.name[:120]!r} is no channel shuffle", where=program.name,
                limit="Reshape, Transpose, Reshape that interleave channel groups",
                remedy="move the Transpose out of the quantised part",
            )  # fmt: skip
        if layer.kind == "reshape" and len(program.tensors[layer.output].shape) > 4:
            raise InputError(
                f"Reshape {layer.name[:120]!r} makes {len(program.tensors[layer.output].shape)} "
                "axes", where=program.name, limit="4 axes, more only in a channel shuffle",
                remedy="move the Reshape out of the quantised part",
            )  # fmt: skip
    return dataclasses.replace(
        program,
        layers=tuple(alive),
        tensors={name: t for name, t in program.tensors.items() if name in needed},
        codes={name: pair for name, pair in program.codes.items() if pair[0] in needed},
    )
