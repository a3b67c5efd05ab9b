"""FPGA stages of a training run: what they run, and that floats cross their boundaries; no torch.

A board computes forwards on integers. Its weights stay as they are. Where stages before it learn,
it gives the gradient of its inputs straight through its rounding; else it needs none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import onnx

from hwpipe.errors import InputError
from hwpipe.lower.trace import trace_model
from hwpipe.runtime.spec import StageSpec
from hwpipe.stage.board import BoardSpec
from hwpipe.stage.cuts import settle_cuts
from hwpipe.stage.divide import divide
from hwpipe.stage.model import StageProgram

__all__ = ["Frozen", "prepare_frozen", "remarks", "without_frozen"]

#: What stands for a board, in words.
_WORDS = {"reference": "the integer reference", "numpy": "a numpy twin of the board",
          "rtl": "an RTL twin of the board", "hardware": "the board"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Frozen:
    """A stage on boards.

    Attributes:
        program: its parts.
        boards: of every replica.
    """

    program: StageProgram
    boards: tuple[BoardSpec, ...]


def prepare_frozen(
    model: onnx.ModelProto, stages: tuple[StageSpec, ...]
) -> tuple[tuple[StageSpec, ...], tuple[Frozen | None, ...]]:
    """Lower the stages that stand on FPGAs.

    Args:
        model: normal form with weights and shapes, at the micro-batch size.
        stages: in pipeline order, `boards` named for those of kind `fpga`.

    Returns:
        Stages with the nodes that they really run, and what each FPGA stage is.

    Raises:
        InputError: an FPGA stage without a board or without a layer that its kernel runs, or
            codes that cross its boundary.
    """
    if not any(stage.kind == "fpga" for stage in stages):
        return stages, ()
    trace = trace_model(model)
    settled = settle_cuts(trace, [stage.node_indices for stage in stages])
    boards = {stage.index for stage in stages if stage.kind == "fpga"}
    nodes = _float_boundaries(model, settled, boards)
    found: list[Frozen | None] = []
    for stage, own in zip(stages, nodes, strict=True):
        if stage.kind != "fpga":
            found.append(None)
            continue
        where = f"stage {stage.index} on {stage.device}"
        specs = tuple(board for board in stage.boards if board is not None)
        if len(specs) != stage.replicas:
            raise InputError("no kernel of hwpipe stands for it", where=where,
                             limit="int8 models on boards with hwpipe's engine",
                             remedy="quantize what the stage holds, or compile for a cluster "
                             "without FPGAs")  # fmt: skip
        program = divide(trace, own, specs[0].config)
        if not program.kernels:
            raise InputError("its kernel can run none of its layers", where=where,
                             limit="int8 layers", remedy="quantize the model (hwpipe quantize), "
                             "or compile for a cluster without FPGAs")  # fmt: skip
        found.append(Frozen(program, specs))
    moved = tuple(dataclasses.replace(stage, node_indices=own)
                  for stage, own in zip(stages, nodes, strict=True))  # fmt: skip
    return moved, tuple(found)


def _float_boundaries(
    model: onnx.ModelProto, stages: Sequence[Sequence[int]], boards: Collection[int]
) -> list[tuple[int, ...]]:
    """Take the converters at the boundaries of FPGA stages into them.

    Codes carry no gradient. What makes the codes that enter a board, and what makes floats of
    those that leave it, runs beside the kernel at no cost.
    """
    graph = model.graph
    where = {node: number for number, nodes in enumerate(stages) for node in nodes}
    maker = {name: i for i, node in enumerate(graph.node) for name in node.output}
    readers: dict[str, list[int]] = {}
    for i, node in enumerate(graph.node):
        for name in node.input:
            readers.setdefault(name, []).append(i)
    leaving = {value.name for value in graph.output}
    for i, node in enumerate(graph.node):
        if i not in where:
            continue
        if node.op_type == "DequantizeLinear":
            made = maker.get(node.input[0])
            if made is not None and where.get(made) in boards:
                where[i] = where[made]
        elif node.op_type == "QuantizeLinear" and node.output[0] not in leaving:
            later = {where[r] for r in readers.get(node.output[0], ()) if r in where}
            if len(later) == 1 and later <= set(boards):
                where[i] = later.pop()
    return [tuple(sorted(i for i, stage in where.items() if stage == number))
            for number in range(len(stages))]  # fmt: skip


def without_frozen(
    trained: frozenset[str], model: onnx.ModelProto, stages: Sequence[StageSpec],
    frozen: Sequence[Frozen | None],
) -> frozenset[str]:  # fmt: skip
    """Weights to learn without those that nodes of FPGA stages read.

    Raises:
        InputError: if none is left.
    """
    nodes = model.graph.node
    left = trained - {
        name
        for stage, own in zip(stages, frozen, strict=False) if own is not None
        for i in stage.node_indices for name in nodes[i].input
    }  # fmt: skip
    if trained and not left:
        raise InputError("FPGA stages hold all weights, and theirs stay as they are",
                         limit="a stage with weights on a gpu, tpu or cpu",
                         remedy="cut the model so that its head stands elsewhere")  # fmt: skip
    return left


def remarks(
    stages: Sequence[StageSpec], frozen: Sequence[Frozen | None], learning: Collection[int]
) -> tuple[str, ...]:
    """What the user should know of the FPGA stages of a run.

    Args:
        stages: of the pipeline.
        frozen: those on boards.
        learning: stages with weights to learn.
    """
    lines = []
    for stage, own in zip(stages, frozen, strict=False):
        if own is None:
            continue
        through = any(other < stage.index for other in learning)
        what = "gives its input gradient straight through" if through else "needs no gradient"
        lines.append(
            f"stage {stage.index} on {stage.device} runs forwards on "
            f"{_WORDS[own.boards[0].mode]}; its weights stay as they are, it {what}"
        )
    return tuple(lines)
