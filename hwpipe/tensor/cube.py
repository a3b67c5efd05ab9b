"""3-D tensor parallelism: a matrix product on a cube of p x p x p devices.

C = A B with device (i, j, l): block (i, l) of A is spread over the devices that differ in j,
block (l, j) of B over i, block (i, j) of C over l, so every matrix is stored exactly once. A
product all-gathers A along j and B along i, multiplies, and reduce-scatters C along l
(arXiv 2105.14450; recalled). Each device receives (p - 1) / p^3 * (|A| + |B| + |C|) elements,
in the forward product and in either gradient, which permute the three roles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.tensor.model import TensorLayer

__all__ = ["CubeMatrices", "cube_layer_elements", "cube_received_elements", "cube_side"]

Array = npt.NDArray[Any]


def cube_received_elements(p: int, a: float, b: float, c: float) -> float:
    """Elements that each of p^3 devices receives in one product with operands of these sizes."""
    return (p - 1) / p**3 * (a + b + c)


def cube_side(devices: int) -> int:
    """Side p of a cube of p^3 devices.

    Raises:
        InputError: if the number of devices is no cube.
    """
    p = next((k for k in range(2, devices) if k**3 >= devices), 0)
    if p**3 != devices:
        raise InputError(
            f"3-D tensor parallelism over {devices} devices",
            limit="a cube: 8, 27, 64, 125, ...",
            remedy="give the stage such a number of devices, or another mode",
        )
    return p


def cube_layer_elements(layer: TensorLayer, p: int, *, training: bool) -> float:
    """Elements that each device receives for a layer on a cube of side `p`.

    A layer with weights is a product of F, W and F' (three of them in training). The channels of
    a channel-wise layer are independent, and shards already lie by sample and channel except
    for the third axis, which is gathered in front of it (its gradient behind it).
    """
    products = 3 if training else 1
    if not layer.channelwise:
        sizes = layer.in_elements, layer.weight_elements, layer.out_elements
        return products * cube_received_elements(p, *sizes)
    if layer.kind == "join":
        return 0.0
    weights = layer.weight_elements if training and layer.trainable else 0
    activations = layer.in_elements + (layer.out_elements if training else 0)
    return cube_received_elements(p, activations, weights, 0.0)


class CubeMatrices:
    """Shards of matrices on a simulated cube, with every transfer counted.

    `received` has shape (p, p, p): elements that device (i, j, l) has received.
    """

    def __init__(self, p: int) -> None:
        """A cube of side `p`."""
        self.p = p
        self.received = np.zeros((p, p, p), dtype=np.int64)

    def place(self, matrix: Array, axes: str) -> dict[tuple[int, int, int], Array]:
        """Spread a matrix over the cube.

        Args:
            matrix: its sizes must divide by p, its rows by p^2.
            axes: cube axes of its rows and columns, "il", "lj" or "ij" (or turned, "jl");
                the third axis splits the rows of each block once more.
        """
        p = self.p
        if matrix.shape[0] % p**2 or matrix.shape[1] % p:
            raise InputError(
                f"a matrix of {matrix.shape[0]} x {matrix.shape[1]} on a cube of side {p}",
                limit=f"rows divisible by {p**2}, columns by {p}",
                remedy="pad it",
            )
        third = _third(axes)
        rows, columns = matrix.shape[0] // p, matrix.shape[1] // p
        part = rows // p
        shards = {}
        for device in self._cells():
            at = dict(zip("ijl", device, strict=True))
            top = at[axes[0]] * rows + at[third] * part
            left = at[axes[1]] * columns
            shards[device] = matrix[top : top + part, left : left + columns].copy()
        return shards

    def _cells(self) -> list[tuple[int, int, int]]:
        side = range(self.p)
        return [(i, j, k) for i in side for j in side for k in side]

    def collect(self, shards: dict[tuple[int, int, int], Array], axes: str) -> Array:
        """The whole matrix again (uncounted: for checking)."""
        p, third = self.p, _third(axes)
        part, columns = next(iter(shards.values())).shape
        whole = np.zeros((part * p * p, columns * p), dtype=next(iter(shards.values())).dtype)
        for device, shard in shards.items():
            at = dict(zip("ijl", device, strict=True))
            top = (at[axes[0]] * p + at[third]) * part
            whole[top : top + part, at[axes[1]] * columns : (at[axes[1]] + 1) * columns] = shard
        return whole

    def _gather(
        self, shards: dict[tuple[int, int, int], Array], along: str
    ) -> dict[tuple[int, int, int], Array]:
        blocks = {}
        for device in shards:
            ring = self._ring(device, along)
            self.received[device] += sum(shards[peer].size for peer in ring if peer != device)
            blocks[device] = np.concatenate([shards[peer] for peer in ring], axis=0)
        return blocks

    def _reduce_scatter(
        self, partial: dict[tuple[int, int, int], Array], along: str
    ) -> dict[tuple[int, int, int], Array]:
        shards = {}
        place = "ijl".index(along)
        for device in partial:
            part = partial[device].shape[0] // self.p
            mine = slice(device[place] * part, (device[place] + 1) * part)
            ring = self._ring(device, along)
            self.received[device] += sum(
                partial[peer][mine].size for peer in ring if peer != device
            )
            shards[device] = np.sum([partial[peer][mine] for peer in ring], axis=0)
        return shards

    def _ring(self, device: tuple[int, int, int], along: str) -> list[tuple[int, int, int]]:
        place = "ijl".index(along)
        ring = []
        for k in range(self.p):
            peer = list(device)
            peer[place] = k
            ring.append((peer[0], peer[1], peer[2]))
        return ring

    def _product(
        self,
        first: dict[tuple[int, int, int], Array],
        second: dict[tuple[int, int, int], Array],
        along: tuple[str, str, str],
        multiply: Callable[[Array, Array], Array],
    ) -> dict[tuple[int, int, int], Array]:
        left, right = self._gather(first, along[0]), self._gather(second, along[1])
        partial = {device: multiply(left[device], right[device]) for device in left}
        return self._reduce_scatter(partial, along[2])

    def forward(
        self, a: dict[tuple[int, int, int], Array], b: dict[tuple[int, int, int], Array]
    ) -> dict[tuple[int, int, int], Array]:
        """C = A B; A placed "il", B "lj", the result lies "ij"."""
        return self._product(a, b, ("j", "i", "l"), lambda x, y: x @ y)

    def input_gradient(
        self, c: dict[tuple[int, int, int], Array], b: dict[tuple[int, int, int], Array]
    ) -> dict[tuple[int, int, int], Array]:
        """Input gradient dA = dC B^T, placed as A."""
        return self._product(c, b, ("l", "i", "j"), lambda x, y: x @ y.T)

    def weight_gradient(
        self, a: dict[tuple[int, int, int], Array], c: dict[tuple[int, int, int], Array]
    ) -> dict[tuple[int, int, int], Array]:
        """Weight gradient dB = A^T dC, placed as B."""
        return self._product(a, c, ("j", "l", "i"), lambda x, y: x.T @ y)


def _third(axes: str) -> str:
    (left,) = set("ijl") - set(axes)
    return left
