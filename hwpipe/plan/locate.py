"""The model that a plan was made for: found again, and compared by its hash."""

from __future__ import annotations

from pathlib import Path

from hwpipe.errors import InputError
from hwpipe.graph import ModelSource, open_model
from hwpipe.partition.model import NodeSplit
from hwpipe.plan.model import Plan

__all__ = ["locate_model", "splits_of"]


def splits_of(plan: Plan) -> tuple[NodeSplit, ...]:
    """The intra-layer splits of a plan, as the graph rewrites that `ModelSource` takes."""
    return tuple(NodeSplit(*split) for split in plan.splits)


def locate_model(plan: Plan, model: str | Path | None = None,
                 beside: str | Path | None = None) -> ModelSource:  # fmt: skip
    """Open the model of a plan and compare its hash.

    Args:
        plan: the plan.
        model: the model where the plan's own reference is no longer right.
        beside: the plan file; a relative model path is tried from its folder too.

    Raises:
        InputError: if the model is not found, or is not the one the plan was made for.
    """
    reference = str(model) if model is not None else plan.model.source
    if model is None and beside is not None and not Path(reference).exists():
        sibling = Path(beside).parent / reference
        if sibling.exists():
            reference = str(sibling)
    try:
        source = open_model(reference, dims=plan.model.dims)
    except InputError as error:
        raise InputError(
            f"the plan's model cannot be opened: {error}",
            where=str(beside) if beside else None,
            remedy="name it with --model",
        ) from None
    if source.model_hash != plan.model.hash:
        raise InputError(
            f"model {reference} has hash {source.model_hash[:19]}..., "
            f"the plan was made for {plan.model.hash[:19]}...",
            where=str(beside) if beside else None,
            remedy="compile the model again, or name the right one with --model",
        )
    return source
