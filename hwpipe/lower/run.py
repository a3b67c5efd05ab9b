"""Runs a program in numpy: the integers that every implementation of it must produce."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.fpga import integer, reference
from hwpipe.lower.model import (
    Add,
    AveragePool,
    ChannelShuffle,
    Clip,
    Concat,
    Conv,
    FullyConnected,
    GlobalAveragePool,
    Layer,
    LeakyRelu,
    MaxPool,
    Port,
    Program,
    Requantise,
    Reshape,
    Slice,
    Tensor,
    Transpose,
    Upsample,
)

__all__ = ["enter_inputs", "leave_outputs", "run_integer", "run_layer", "run_tensors"]

Array = npt.NDArray[Any]


def _conv(layer: Conv, x: Array) -> Array:
    return integer.conv(
        x, layer.w, layer.bias, layer.multiplier, layer.out, x_zero_point=layer.x_zero_point,
        strides=layer.strides, pads=layer.pads, dilations=layer.dilations, groups=layer.groups,
    )  # fmt: skip


def _fully_connected(layer: FullyConnected, x: Array) -> Array:
    return integer.fully_connected(
        x, layer.w, layer.bias, layer.multiplier, layer.out, x_zero_point=layer.x_zero_point
    )


def _add(layer: Add, a: Array, b: Array) -> Array:
    return integer.add(
        a, b, layer.sum.a, layer.sum.b, layer.sum.shift, layer.out,
        a_zero_point=layer.a_zero_point, b_zero_point=layer.b_zero_point,
        zero_first=layer.zero_first,
    )  # fmt: skip


def _max_pool(layer: MaxPool, x: Array) -> Array:
    return integer.max_pool(
        x, kernel=layer.kernel, strides=layer.strides, pads=layer.pads, dilations=layer.dilations
    )


def _average_pool(layer: AveragePool, x: Array) -> Array:
    return integer.average_pool(
        x, layer.multiplier, layer.out, x_zero_point=layer.x_zero_point, kernel=layer.kernel,
        strides=layer.strides, pads=layer.pads, zero_first=layer.zero_first,
    )  # fmt: skip


def _global_average_pool(layer: GlobalAveragePool, x: Array) -> Array:
    return integer.global_average_pool(
        x, layer.multiplier, layer.out, x_zero_point=layer.x_zero_point
    )


def _requantise(layer: Requantise, x: Array) -> Array:
    return integer.requantise(x, layer.multiplier, layer.out, x_zero_point=layer.x_zero_point)


def _leaky_relu(layer: LeakyRelu, x: Array) -> Array:
    slopes = layer.slopes
    return integer.leaky_relu(
        x, slopes.positive, slopes.negative, slopes.rounding, layer.out,
        x_zero_point=layer.x_zero_point,
    )  # fmt: skip


_RUN: dict[type[Layer], Callable[..., Array]] = {
    Conv: _conv,
    FullyConnected: _fully_connected,
    Add: _add,
    MaxPool: _max_pool,
    AveragePool: _average_pool,
    GlobalAveragePool: _global_average_pool,
    Requantise: _requantise,
    LeakyRelu: _leaky_relu,
    Clip: lambda layer, x: integer.clip(x, layer.low, layer.high),
    Concat: lambda layer, *parts: integer.concat(parts),
    ChannelShuffle: lambda layer, x: integer.channel_shuffle(x, layer.groups),
    Upsample: lambda layer, x: integer.upsample_nearest(x, layer.factors),
    Reshape: lambda layer, x: x.reshape(len(x), *layer.shape),
    Slice: lambda layer, x: x[:, layer.start : layer.stop],
    Transpose: lambda layer, x: x.transpose(layer.perm),
}


def run_layer(layer: Layer, *inputs: Array) -> Array:
    """The int8 output of one layer."""
    return _RUN[type(layer)](layer, *inputs)


def _enter(port: Port, tensor: Tensor, given: Array) -> Array:
    """Codes of an input: quantised where the host has float32, shifted where it has uint8."""
    array = np.asarray(given)
    if array.shape[1:] != tensor.shape[1:]:
        raise InputError(
            f"has shape {list(array.shape)}", where=f"input {port.name!r}",
            limit=str(["N", *tensor.shape[1:]]), remedy="reshape or resize the array",
        )  # fmt: skip
    if array.dtype == np.int8 and not port.offset:
        return array
    if array.dtype == np.uint8 and port.offset:
        return (array.astype(np.int16) - port.offset).astype(np.int8)
    if array.dtype == np.float32 and port.is_float:
        zero = np.asarray(tensor.scale.zero_point, np.int8)
        return reference.quantize(array, np.asarray(tensor.scale.scale), zero)
    wanted = "float32 or " if port.is_float else ""
    raise InputError(
        f"has element type {array.dtype}", where=f"input {port.name!r}",
        limit=f"{wanted}{'uint8' if port.offset else 'int8'}", remedy="convert the array",
    )  # fmt: skip


def enter_inputs(program: Program, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Codes of the program's input tensors, by tensor; arguments as `run_integer`."""
    values: dict[str, Array] = {}
    for port in program.inputs:
        if port.name not in inputs:
            raise InputError("is missing", where=f"input {port.name!r}",
                             remedy="add it to the inputs")  # fmt: skip
        values[port.tensor] = _enter(port, program.tensors[port.tensor], inputs[port.name])
    return values


def leave_outputs(program: Program, values: Mapping[str, Array]) -> dict[str, Array]:
    """Arrays by output port, of codes by tensor: float32 where the port is, else the ONNX type."""
    results: dict[str, Array] = {}
    for port in program.outputs:
        code, scale = values[port.tensor], program.tensors[port.tensor].scale
        if port.is_float:
            real = reference.dequantize(code, np.asarray(scale.scale), scale.zero_point)
            results[port.name] = real
        elif port.offset:
            results[port.name] = (code.astype(np.int16) + port.offset).astype(np.uint8)
        else:
            results[port.name] = code
    return results


def _evaluate(program: Program, inputs: Mapping[str, Array], keep: bool) -> dict[str, Array]:
    """Tensors by name: all of them, or those that are still needed at the end."""
    values = enter_inputs(program, inputs)
    last = {name: i for i, layer in enumerate(program.layers) for name in layer.inputs}
    kept = {port.tensor for port in program.outputs}
    for i, layer in enumerate(program.layers):
        values[layer.output] = run_layer(layer, *(values[name] for name in layer.inputs))
        for name in layer.inputs:
            if not keep and last[name] == i and name not in kept:
                values.pop(name, None)
    return values


def run_tensors(program: Program, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Every int8 tensor of a program, by its own name; arguments as `run_integer`."""
    return _evaluate(program, inputs, True)


def run_integer(program: Program, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Run a program on any batch of images.

    Args:
        program: what `lower_model` made.
        inputs: an array for every input port: float32 where the port is, or codes.

    Returns:
        Arrays by name of output port: float32 where the port is, else codes of the ONNX type.

    Raises:
        InputError: for a missing input, a wrong shape or a wrong element type.
    """
    return leave_outputs(program, _evaluate(program, inputs, False))
