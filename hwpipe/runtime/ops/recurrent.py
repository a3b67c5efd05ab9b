"""Recurrent layers: LSTM, GRU and RNN in every form of the ONNX specification.

The input product of all time steps is one matrix product; the steps then run in order.
"""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []

_Function = Callable[[Tensor], Tensor]

#: Activation by lower-case name, made from its alpha and beta (None: the default).
_ACTIVATIONS: dict[str, Callable[[float | None, float | None], _Function]] = {
    "relu": lambda a, b: torch.relu,
    "tanh": lambda a, b: torch.tanh,
    "sigmoid": lambda a, b: torch.sigmoid,
    "softsign": lambda a, b: functional.softsign,
    "softplus": lambda a, b: lambda x: torch.logaddexp(x, torch.zeros_like(x)),
    "affine": lambda a, b: lambda x: (1.0 if a is None else a) * x + (0.0 if b is None else b),
    "leakyrelu": lambda a, b: lambda x: functional.leaky_relu(x, 0.01 if a is None else a),
    "thresholdedrelu": lambda a, b: (
        lambda x: torch.where(x > (1.0 if a is None else a), x, torch.zeros_like(x))
    ),
    "scaledtanh": lambda a, b: (
        lambda x: (1.0 if a is None else a) * torch.tanh((1.0 if b is None else b) * x)
    ),
    "hardsigmoid": lambda a, b: (
        lambda x: torch.clamp((0.2 if a is None else a) * x + (0.5 if b is None else b), 0, 1)
    ),
    "elu": lambda a, b: lambda x: functional.elu(x, 1.0 if a is None else a),
}

#: Activations that take alpha, and those that take beta, in the order of the attributes.
_TAKES_ALPHA = {"affine", "leakyrelu", "thresholdedrelu", "scaledtanh", "hardsigmoid", "elu"}
_TAKES_BETA = {"affine", "scaledtanh", "hardsigmoid"}


def _activations(node: OpNode, default: list[str], directions: int) -> list[list[_Function]]:
    names = [n.lower() for n in node.attrs.get("activations") or default * directions]
    alphas = list(node.attrs.get("activation_alpha") or [])
    betas = list(node.attrs.get("activation_beta") or [])
    functions = []
    for name in names:
        if name not in _ACTIVATIONS:
            raise InputError(f"activation {name!r}", where=node.where,
                             limit=", ".join(_ACTIVATIONS), remedy="use one of these")  # fmt: skip
        alpha = alphas.pop(0) if name in _TAKES_ALPHA and alphas else None
        beta = betas.pop(0) if name in _TAKES_BETA and betas else None
        functions.append(_ACTIVATIONS[name](alpha, beta))
    per = len(default)
    return [functions[d * per : (d + 1) * per] for d in range(directions)]


@dataclass(frozen=True)
class _Layer:
    """What is common to the three layers: axes, directions, states, lengths.

    `x` is (time, batch, input); `h0` (directions, batch, hidden); `lengths` (batch,) or None.
    """

    node: OpNode
    x: Tensor
    hidden: int
    directions: int
    reverse: tuple[bool, ...]
    lengths: Tensor | None
    clip: float
    batch_first: bool

    @classmethod
    def read(cls, node: OpNode, x: Tensor, recurrence: Tensor, lengths: Tensor | None) -> _Layer:
        direction = node.attrs.get("direction", "forward")
        reverse = {"forward": (False,), "reverse": (True,), "bidirectional": (False, True)}
        batch_first = bool(node.attrs.get("layout", 0))
        x = x.transpose(0, 1) if batch_first else x
        full = lengths is None or bool((lengths == x.shape[0]).all())
        return cls(node, x, recurrence.shape[-1], len(reverse[direction]), reverse[direction],
                   None if full else lengths, node.attrs.get("clip", 0.0), batch_first)  # fmt: skip

    def state(self, given: Tensor | None) -> Tensor:
        """Initial state as (directions, batch, hidden)."""
        if given is None:
            return self.x.new_zeros(self.directions, self.x.shape[1], self.hidden)
        return given.transpose(0, 1) if self.batch_first else given

    def limit(self, x: Tensor) -> Tensor:
        """Clip what enters an activation."""
        return x.clamp(-self.clip, self.clip) if self.clip else x

    def scan(
        self,
        direction: int,
        projected: Tensor,
        states: tuple[Tensor, ...],
        step: Callable[[Tensor, tuple[Tensor, ...]], tuple[Tensor, ...]],
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Run `step` over time; the first state is the output of a step.

        Steps past a sequence's length leave its state alone and give zeros.
        """
        steps = projected.shape[0]
        order = range(steps - 1, -1, -1) if self.reverse[direction] else range(steps)
        rows: list[Any] = [None] * steps
        for t in order:
            new = step(projected[t], states)
            if self.lengths is None:
                states = new
                rows[t] = new[0]
            else:
                alive = (self.lengths > t).unsqueeze(1)
                states = tuple(torch.where(alive, a, b) for a, b in zip(new, states, strict=True))
                rows[t] = torch.where(alive, new[0], torch.zeros_like(new[0]))
        return torch.stack(rows), states

    def results(
        self, rows: list[Tensor], finals: list[tuple[Tensor, ...]]
    ) -> tuple[Tensor, ...]:  # fmt: skip
        """Y (time, directions, batch, hidden) and the final states, in the node's layout."""
        y = torch.stack(rows, dim=1)
        last = [torch.stack(states) for states in zip(*finals, strict=True)]
        if self.batch_first:
            return y.permute(2, 0, 1, 3), *(state.transpose(0, 1) for state in last)
        return y, *last


@op("LSTM", since=7)
def lstm(
    node: OpNode,
    x: Tensor,
    w: Tensor,
    r: Tensor,
    bias: Tensor | None = None,
    lengths: Tensor | None = None,
    initial_h: Tensor | None = None,
    initial_c: Tensor | None = None,
    peepholes: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Long short-term memory; gates in ONNX order input, output, forget, cell."""
    layer = _Layer.read(node, x, r, lengths)
    n = layer.hidden
    h0, c0 = layer.state(initial_h), layer.state(initial_c)
    coupled = bool(node.attrs.get("input_forget", 0))
    functions = _activations(node, ["Sigmoid", "Tanh", "Tanh"], layer.directions)
    rows, finals = [], []
    for d in range(layer.directions):
        f, g, h_act = functions[d]
        both = None if bias is None else bias[d, : 4 * n] + bias[d, 4 * n :]
        projected = functional.linear(layer.x, w[d], both)
        recurrence = r[d].t()
        peep = None if peepholes is None else torch.split(peepholes[d], n)

        def step(
            gates: Tensor, states: tuple[Tensor, ...],
            recurrence: Tensor = recurrence, f: _Function = f, g: _Function = g,
            h_act: _Function = h_act, peep: Any = peep,
        ) -> tuple[Tensor, ...]:  # fmt: skip
            h, c = states
            i, o, forget, cell = torch.split(torch.addmm(gates, h, recurrence), n, 1)
            if peep is not None:
                i, forget = i + peep[0] * c, forget + peep[2] * c
            i = f(layer.limit(i))
            forget = 1 - i if coupled else f(layer.limit(forget))
            c = forget * c + i * g(layer.limit(cell))
            if peep is not None:
                o = o + peep[1] * c
            return f(layer.limit(o)) * h_act(c), c

        y, last = layer.scan(d, projected, (h0[d], c0[d]), step)
        rows.append(y)
        finals.append(last)
    return layer.results(rows, finals)


@op("GRU", since=7)
def gru(
    node: OpNode,
    x: Tensor,
    w: Tensor,
    r: Tensor,
    bias: Tensor | None = None,
    lengths: Tensor | None = None,
    initial_h: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Gated recurrent unit; gates in ONNX order update, reset, hidden."""
    layer = _Layer.read(node, x, r, lengths)
    n = layer.hidden
    h0 = layer.state(initial_h)
    after = bool(node.attrs.get("linear_before_reset", 0))
    functions = _activations(node, ["Sigmoid", "Tanh"], layer.directions)
    rows, finals = [], []
    for d in range(layer.directions):
        f, g = functions[d]
        wb = None if bias is None else bias[d, : 3 * n]
        rb = x.new_zeros(3 * n) if bias is None else bias[d, 3 * n :]
        projected = functional.linear(layer.x, w[d], wb)

        def step(
            gates: Tensor, states: tuple[Tensor, ...],
            rd: Tensor = r[d], rb: Tensor = rb, f: _Function = f, g: _Function = g,
        ) -> tuple[Tensor, ...]:  # fmt: skip
            (h,) = states
            zr = gates[:, : 2 * n] + functional.linear(h, rd[: 2 * n], rb[: 2 * n])
            z, reset = torch.split(f(layer.limit(zr)), n, 1)
            if after:
                hidden = gates[:, 2 * n :] + reset * functional.linear(h, rd[2 * n :], rb[2 * n :])
            else:
                hidden = gates[:, 2 * n :] + functional.linear(reset * h, rd[2 * n :], rb[2 * n :])
            return ((1 - z) * g(layer.limit(hidden)) + z * h,)

        y, last = layer.scan(d, projected, (h0[d],), step)
        rows.append(y)
        finals.append(last)
    return layer.results(rows, finals)


@op("RNN", since=7)
def rnn(
    node: OpNode,
    x: Tensor,
    w: Tensor,
    r: Tensor,
    bias: Tensor | None = None,
    lengths: Tensor | None = None,
    initial_h: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Simple recurrent layer: h = f(W x + R h + b)."""
    layer = _Layer.read(node, x, r, lengths)
    n = layer.hidden
    h0 = layer.state(initial_h)
    functions = _activations(node, ["Tanh"], layer.directions)
    rows, finals = [], []
    for d in range(layer.directions):
        both = None if bias is None else bias[d, :n] + bias[d, n:]
        projected = functional.linear(layer.x, w[d], both)
        recurrence, (f,) = r[d].t(), functions[d]

        def step(
            gates: Tensor, states: tuple[Tensor, ...],
            recurrence: Tensor = recurrence, f: _Function = f,
        ) -> tuple[Tensor, ...]:  # fmt: skip
            return (f(layer.limit(torch.addmm(gates, states[0], recurrence))),)

        y, last = layer.scan(d, projected, (h0[d],), step)
        rows.append(y)
        finals.append(last)
    return layer.results(rows, finals)
