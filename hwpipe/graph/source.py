"""Where a model comes from: `open_model`, and the messages made of a file on demand."""

from __future__ import annotations

import difflib
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import onnx
from onnx import ModelProto, ValueInfoProto

from hwpipe.errors import InputError
from hwpipe.graph import bundled
from hwpipe.graph.build import build_graph
from hwpipe.graph.check import check_model
from hwpipe.graph.model import Graph, TensorInfo
from hwpipe.graph.normalise import inline_functions, normalise
from hwpipe.graph.profile import ProfileSource, looks_like_profile
from hwpipe.graph.rebind import (
    RebindPlan,
    apply_plan,
    batch_of,
    bind_inputs,
    check_batch,
    explain_failure,
    plan_rebind,
)
from hwpipe.graph.shapes import infer, read_shapes
from hwpipe.graph.split import SplitRequest, drop_unread, split_proto
from hwpipe.graph.weights import WeightReader, check_external
from hwpipe.graph.wire import file_sha256, read_structure

__all__ = ["ModelSource", "OnnxSource", "open_model"]

Splits = tuple[tuple[str, int], ...]


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause Python's cycle collector while many small objects are made, none of them cyclic.

    It would scan all of them again and again; a large graph takes half the time without it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class ModelSource(Protocol):
    """A model that can be analysed, and run unless it is a profile.

    Attributes:
        kind: "onnx" or "profile".
        name: for reports.
        ref: what the user gave, a path or a bundled name.
        model_hash: "sha256:..." of what identifies the model.
        default_batch: batch size of the file if it is static.
    """

    kind: str
    name: str
    ref: str
    default_batch: int | None

    @property
    def model_hash(self) -> str:
        """Identity of the model: "sha256:..."."""

    def graph(self, batch: int | None = None, splits: Sequence[SplitRequest] = ()) -> Graph:
        """The analysed model."""

    def proto(self, batch: int | None = None, splits: Sequence[SplitRequest] = ()) -> ModelProto:
        """The normal form, without weights."""

    def materialise(
        self, batch: int | None = None, splits: Sequence[SplitRequest] = ()
    ) -> ModelProto:
        """The normal form, with weights."""

    def reference(self, batch: int | None = None) -> ModelProto:
        """The model as it is, with weights."""

    def input_specs(self, batch: int | None = None) -> tuple[TensorInfo, ...]:
        """Names, shapes and types of the graph inputs."""


class OnnxSource:
    """An ONNX file; weights are read or drawn only by `materialise` and `reference`."""

    kind = "onnx"

    def __init__(
        self,
        path: Path,
        ref: str,
        name: str,
        *,
        seed: int,
        dims: Mapping[str, int],
        seeded: bool,
    ) -> None:
        self.path, self.ref, self.name = path, ref, name
        self._seed, self._dims, self._seeded = seed, dict(dims), seeded
        self._where = ref if ref else str(path)
        raw = read_structure(path)
        check_model(raw, self._where)
        self._external = check_external(raw, path)
        raw = inline_functions(raw, self._where)
        self._raw = raw
        self._declared: list[ValueInfoProto] = [*raw.graph.value_info, *raw.graph.output]
        self._base = normalise(raw, self._where, seeded=seeded)
        size, symbol = batch_of(self._base.graph)
        self.default_batch = self._dims.get(symbol) if symbol else size
        self._hash: str | None = None
        self._plans: dict[int | None, RebindPlan] = {}
        self._bound: dict[int | None, tuple[ModelProto, dict[str, TensorInfo], int]] = {}
        self._protos: dict[tuple[int | None, Splits], ModelProto] = {}
        self._graphs: dict[tuple[int | None, Splits], Graph] = {}

    @property
    def model_hash(self) -> str:
        """SHA-256 over the file, and over names and sizes of external data, not its content."""
        if self._hash is None:
            digest = file_sha256(self.path)
            for location, size in self._external:
                digest.update(f"\0{location}\0{size}".encode())
            self._hash = "sha256:" + digest.hexdigest()
        return self._hash

    def _bind(self, batch: int | None) -> tuple[ModelProto, dict[str, TensorInfo], int]:
        """Normal form, shapes and batch size with every dimension bound."""
        if batch is None:
            batch = self.default_batch
        if batch in self._bound:
            return self._bound[batch]
        check_batch(batch, self._where)
        for name, value in self._dims.items():
            check_batch(value, f"--dim {name}")
        model = ModelProto()
        model.CopyFrom(self._base)
        size = bind_inputs(model, batch, self._dims, self._where)
        old, _ = batch_of(self._base.graph)
        moved = old is not None and batch is not None and batch != old
        plan = RebindPlan()
        if moved and old is not None and batch is not None:
            _, shapes, _ = self._bind(old)
            try:
                plan = plan_rebind(self._base, shapes, old, batch)
            except InputError as error:
                raise explain_failure(error, old, batch, self._where) from None
            apply_plan(model.graph, plan)
            drop_unread(model.graph)
        try:
            declared = _moved(self._declared, old, batch) if moved else self._declared
            shapes = infer(model, self._where, declared)
            _check_reshapes(model, shapes, self._where)
            if moved and old is not None and batch is not None:
                _check_outputs(model, self._bind(old)[1], shapes, old, batch)
        except InputError as error:
            if moved and old is not None and batch is not None:
                raise explain_failure(error, old, batch, self._where) from None
            raise
        self._plans[batch] = plan
        self._bound[batch] = model, shapes, 1 if size is None else size
        return self._bound[batch]

    def proto(self, batch: int | None = None, splits: Sequence[SplitRequest] = ()) -> ModelProto:
        """Normal form with static shapes (in `value_info`) and without loading weights.

        Args:
            batch: batch size; None for the file's own.
            splits: intra-layer splits, applied in order.

        Raises:
            InputError: if a dimension is unbound, the batch is baked into the model, or a shape
                cannot be inferred; the message says where and what to do.
        """
        key = (self.default_batch if batch is None else batch, _key(splits))
        if key not in self._protos:
            model, _, _ = self._bind(batch)
            for split in splits:
                model = split_proto(model, split)
            self._protos[key] = model
        return self._protos[key]

    def graph(self, batch: int | None = None, splits: Sequence[SplitRequest] = ()) -> Graph:
        """The analysed model; `graph.nodes` are one to one with `proto(...).graph.node`.

        Raises:
            InputError: as `proto`.
        """
        key = (self.default_batch if batch is None else batch, _key(splits))
        if key not in self._graphs:
            self._graphs[key] = self._analyse(batch, splits)
        return self._graphs[key]

    @_no_collector()
    def _analyse(self, batch: int | None, splits: Sequence[SplitRequest]) -> Graph:
        model = self.proto(batch, splits)
        _, shapes, size = self._bind(batch)
        if splits:
            shapes = dict(shapes)
            read_shapes(model.graph.value_info, shapes)
        return build_graph(
            model, shapes, name=self.name, model_hash=self.model_hash, batch=size,
            where=self._where,
            notes=self._notes(size, self.default_batch if batch is None else batch),
        )  # fmt: skip

    def _notes(self, size: int, batch: int | None) -> tuple[str, ...]:
        notes = []
        if self._seeded:
            notes.append(f"the weights of this bundled model are drawn from seed {self._seed}")
        plan = self._plans[batch]
        changed = len(plan.shapes) + len(plan.expands)
        if changed:
            notes.append(f"{changed} constants of the file were changed for batch {size}")
        return tuple(notes)

    def input_specs(self, batch: int | None = None) -> tuple[TensorInfo, ...]:
        """Names, shapes and types of the graph inputs at a batch size.

        Raises:
            InputError: as `proto`.
        """
        graph = self.graph(batch)
        return tuple(graph.tensors[name] for name in graph.inputs)

    def materialise(
        self, batch: int | None = None, splits: Sequence[SplitRequest] = ()
    ) -> ModelProto:
        """`proto(batch, splits)` with all weights in the message: read, or drawn from the seed.

        Raises:
            InputError: as `proto`, or if weight data is gone or truncated.
        """
        model = ModelProto()
        model.CopyFrom(self.proto(batch, splits))
        reader = WeightReader(self.path, self._seed)
        for tensor in model.graph.initializer:
            reader.fill(tensor)
        return model

    def reference(self, batch: int | None = None) -> ModelProto:
        """The model as the file has it, with weights filled and the batch size rebound.

        It is what onnxruntime runs to check the normal form: Dropout, Identity and constants
        are in place; `value_info` is cleared. Bundled models have the seeded weights instead of
        their ConstantOfShape nodes.

        Raises:
            InputError: as `proto`.
        """
        self._bind(batch)
        batch = self.default_batch if batch is None else batch
        model = ModelProto()
        model.CopyFrom(self._raw)
        graph = model.graph
        graph.ClearField("value_info")
        for value in graph.output:
            if value.type.HasField("tensor_type"):
                value.type.tensor_type.ClearField("shape")
        bind_inputs(model, batch, self._dims, self._where)
        apply_plan(graph, self._plans[batch])
        if self._seeded:
            _seed_weights(model, self._base)
        reader = WeightReader(self.path, self._seed)
        for tensor in graph.initializer:
            reader.fill(tensor)
        for node in graph.node:
            if node.op_type == "Constant":
                for attribute in node.attribute:
                    if attribute.HasField("t"):
                        reader.fill(attribute.t)
        return model


def _moved(
    declared: Sequence[ValueInfoProto], old: int | None, new: int | None
) -> list[ValueInfoProto]:
    """Declared shapes at another batch size: leading dimensions that equal the old one follow.

    Only an operator that nothing can infer is given its declared shape.
    """
    moved = []
    for value in declared:
        dims = value.type.tensor_type.shape.dim
        if not dims or dims[0].dim_value != old or new is None:
            continue
        copy = ValueInfoProto()
        copy.CopyFrom(value)
        copy.type.tensor_type.shape.dim[0].dim_value = new
        moved.append(copy)
    return moved


def _check_outputs(
    model: ModelProto,
    before: Mapping[str, TensorInfo],
    after: Mapping[str, TensorInfo],
    old: int,
    new: int,
) -> None:
    """An output that had the batch in front must have the new one there.

    Broadcasting may hide a constant of the old batch size: (1, n) + (2, n) is (2, n).
    """
    for value in model.graph.output:
        was, is_now = before[value.name].shape[:1], after[value.name].shape[:1]
        if old > 1 and was == (old,) and is_now == was and new != old:
            raise InputError(f"output {value.name!r} keeps a batch of {old}")


def _key(splits: Sequence[SplitRequest]) -> Splits:
    return tuple((split.node, split.channels) for split in splits)


def _check_reshapes(model: ModelProto, shapes: Mapping[str, TensorInfo], where: str) -> None:
    """Every Reshape keeps the number of elements; onnx's inference does not insist."""
    for node in model.graph.node:
        if node.op_type != "Reshape" or node.input[0] not in shapes:
            continue
        before, after = shapes[node.input[0]], shapes[node.output[0]]
        if before.elements != after.elements:
            raise InputError(
                f"Reshape {node.name[:120]!r} would turn {list(before.shape)} into "
                f"{list(after.shape)}",
                where=where,
            )


def _seed_weights(model: ModelProto, base: ModelProto) -> None:
    """Replace the ConstantOfShape nodes of a bundled model by the weights of its normal form.

    A weight that the normal form reshaped is drawn under its own name in its own shape.
    """
    from hwpipe.graph.weights import SEED, entries, reshaped

    drawn: dict[str, onnx.TensorProto] = {}
    for tensor in base.graph.initializer:
        found = entries(tensor)
        if found.get("location") == SEED:
            dims = found.get("full_dims")
            shape = tuple(tensor.dims) if dims is None else tuple(map(int, dims.split(",")))
            drawn[found["key"]] = reshaped(tensor, found["key"], shape)
    nodes = onnx.GraphProto()
    made = []
    for node in model.graph.node:
        if node.op_type == "ConstantOfShape" and node.output[0] in drawn:
            made.append(drawn[node.output[0]])
        else:
            nodes.node.append(node)
    model.graph.ClearField("node")
    model.graph.node.extend(nodes.node)
    model.graph.initializer.extend(made)


def open_model(
    ref: str | Path, *, seed: int = 0, dims: Mapping[str, int] | None = None
) -> ModelSource:
    """Open a model for analysis: an .onnx file, a measured profile, or a bundled example.

    Args:
        ref: path of a file (a `graph.txt` profile is known by its content), or a name of
            `hwpipe.graph.bundled.MODELS`. An existing path wins over a name.
        seed: of the weights of bundled models.
        dims: sizes of dynamic dimensions by name.

    Raises:
        InputError: if there is no such file or name, or the file is no usable model.
    """
    text, path = str(ref), Path(ref)
    try:
        present = path.exists()
    except (OSError, ValueError):
        present = False
    if present:
        if path.is_dir():
            raise InputError("is a folder", where=text, remedy="give the .onnx file inside it")
        if not path.is_file():
            raise InputError("is not a regular file", where=text)
        if looks_like_profile(path):
            return ProfileSource(path, text)
        with _no_collector():
            return OnnxSource(path, text, path.stem, seed=seed, dims=dims or {}, seeded=False)
    if text in bundled.MODELS:
        file = bundled.model_path(text)
        return OnnxSource(file, text, text, seed=seed, dims=dims or {}, seeded=True)
    close = difflib.get_close_matches(text, bundled.MODELS, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "see `hwpipe models`"
    raise InputError(f"no file and no bundled model is called {text[:200]!r}", remedy=hint)
