"""Where teacher and student are divided into blocks that see the same activations.

A boundary is a position of each graph at which one tensor alone is alive, of the same shape in
both: the student's block takes what the teacher's block takes and is compared with what it makes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph.model import Graph, TensorInfo

__all__ = ["BlockPair", "match_blocks", "narrow_cuts"]

#: For each teacher position, this many student positions of like depth are tried.
_NEAREST = 6


@dataclass(frozen=True, slots=True)
class BlockPair:
    """Nodes of one block in both graphs: `teacher[0]` to `teacher[1] - 1` in topological order.

    `boundary` names the tensors behind the block in teacher and student.
    """

    teacher: tuple[int, int]
    student: tuple[int, int]
    boundary: tuple[str, str]

    @property
    def name(self) -> str:
        """The teacher's tensor behind the block."""
        return self.boundary[0]


def narrow_cuts(graph: Graph) -> dict[int, TensorInfo]:
    """Positions of the topological order at which exactly one tensor is alive, and that tensor.

    Position k lies behind the first k nodes; the two ends are left out.
    """
    count = len(graph)
    change = np.zeros(count + 2, dtype=np.int64)
    spans: list[tuple[int, int, str]] = []
    outputs = set(graph.outputs)
    for name in graph.tensors:
        made = graph.producer.get(name)
        readers = graph.consumers.get(name, ())
        if made is None and name not in graph.inputs:
            continue
        first = 0 if made is None else made + 1
        last = count if name in outputs and made is not None else max(readers, default=-1)
        if last >= first:
            change[first] += 1
            change[last + 1] -= 1
            spans.append((first, last, name))
    alive = np.cumsum(change)
    found: dict[int, TensorInfo] = {}
    for first, last, name in spans:
        for k in range(max(first, 1), min(last, count - 1) + 1):
            if alive[k] == 1:
                found[k] = graph.tensors[name]
    return dict(sorted(found.items()))


def match_blocks(
    teacher: Graph,
    student: Graph,
    blocks: int | Sequence[str | tuple[str, str]],
) -> tuple[BlockPair, ...]:
    """Divide both graphs into blocks with equal boundary shapes.

    Args:
        teacher: the network that is followed.
        student: the network that learns, at the same batch size.
        blocks: their number (boundaries then balance the multiply-accumulates of teacher and
            student: the largest block's share of both is smallest), or the boundaries' tensor
            names, one for both graphs or a pair each, front to back.

    Raises:
        InputError: an unknown tensor, one that is not alone alive, unequal shapes or order.
        InfeasibleError: if the graphs have too few boundaries of equal shape.
    """
    if teacher.batch != student.batch:
        raise InputError(f"student at batch {student.batch}", where=student.name,
                         limit=f"batch {teacher.batch} of the teacher")  # fmt: skip
    ends = [[graph.tensors[name].shape for name in graph.outputs] for graph in (teacher, student)]
    if ends[0] != ends[1]:
        raise InputError(f"outputs of shape {ends[1]}", where=student.name,
                         limit=f"shape {ends[0]} of teacher {teacher.name}",
                         remedy="distil a student with the teacher's output")  # fmt: skip
    left, right = narrow_cuts(teacher), narrow_cuts(student)
    if isinstance(blocks, int):
        chosen = _balanced(teacher, student, left, right, blocks)
    else:
        chosen = [
            (_position(teacher, left, a), _position(student, right, b))
            for a, b in ((n, n) if isinstance(n, str) else n for n in blocks)
        ]
    return _pairs(teacher, student, left, right, chosen)


def _position(graph: Graph, cuts: dict[int, TensorInfo], name: str) -> int:
    for k, info in cuts.items():
        if info.name == name:
            return k
    if name not in graph.tensors:
        raise InputError(f"no tensor {name!r}", where=graph.name)
    raise InputError(f"tensor {name!r} is no boundary: other tensors are alive beside it",
                     where=graph.name,
                     remedy="choose a tensor that everything behind it depends on")  # fmt: skip


def _pairs(
    teacher: Graph,
    student: Graph,
    left: dict[int, TensorInfo],
    right: dict[int, TensorInfo],
    chosen: list[tuple[int, int]],
) -> tuple[BlockPair, ...]:
    found: list[BlockPair] = []
    p = q = 0
    for next_p, next_q in [*chosen, (len(teacher), len(student))]:
        last = next_p == len(teacher)
        a = teacher.tensors[teacher.outputs[0]] if last else left[next_p]
        b = student.tensors[student.outputs[0]] if last else right[next_q]
        if next_p <= p or next_q <= q:
            raise InputError(f"boundary {a.name!r} / {b.name!r} is not behind the one before",
                             where=teacher.name, remedy="name them front to back")  # fmt: skip
        if a.shape != b.shape:
            raise InputError(f"boundary {b.name!r} has shape {b.shape}", where=student.name,
                             limit=f"shape {a.shape} of {a.name!r} in {teacher.name}")  # fmt: skip
        found.append(BlockPair((p, next_p), (q, next_q), (a.name, b.name)))
        p, q = next_p, next_q
    return tuple(found)


def _balanced(
    teacher: Graph,
    student: Graph,
    left: dict[int, TensorInfo],
    right: dict[int, TensorInfo],
    blocks: int,
) -> list[tuple[int, int]]:
    """Boundaries with the smallest largest block, by dynamic programming over pairs."""
    if blocks < 1:
        raise InputError(f"{blocks} blocks", limit="at least 1")
    depth_t, depth_s = _depth(teacher), _depth(student)
    pairs: list[tuple[int, int]] = []
    for p, info in left.items():
        alike = [q for q, other in right.items() if other.shape == info.shape]
        alike.sort(key=lambda q: (abs(float(depth_s[q] - depth_t[p])), q))
        pairs += [(p, q) for q in sorted(alike[:_NEAREST])]
    pairs = [(0, 0), *pairs, (len(teacher), len(student))]
    p, q = np.array(pairs).T
    size = depth_t[p][None, :] - depth_t[p][:, None] + depth_s[q][None, :] - depth_s[q][:, None]
    behind = (p[None, :] > p[:, None]) & (q[None, :] > q[:, None])
    size = np.where(behind, size, math.inf)
    value = np.full(len(pairs), math.inf)
    value[0] = 0.0
    back: list[np.ndarray[tuple[int, ...], np.dtype[np.intp]]] = []
    for _ in range(blocks):
        cells = np.maximum(value[:, None], size)
        back.append(cells.argmin(axis=0))
        value = cells.min(axis=0)
    if not math.isfinite(value[-1]):
        raise InfeasibleError(
            f"teacher {teacher.name} and student {student.name} have no {blocks - 1} boundaries "
            "of equal shapes in one order",
            remedy="ask for fewer blocks, or name the boundaries",
        )
    chosen: list[tuple[int, int]] = []
    at = len(pairs) - 1
    for step in reversed(back):
        at = int(step[at])
        chosen.append(pairs[at])
    return chosen[::-1][1:]


def _depth(graph: Graph) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Share of the multiply-accumulates before each position, shape (L + 1,)."""
    # One more for every node, so that graphs without products have a depth too.
    macs = np.array([0.0] + [node.work.macs + 1.0 for node in graph.nodes])
    return np.asarray(np.cumsum(macs) / macs.sum())
