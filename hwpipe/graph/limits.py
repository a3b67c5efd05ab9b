"""Limits that keep a hostile model file from taking the machine: one place, one reason each."""

from __future__ import annotations

__all__ = [
    "MAX_DIM",
    "MAX_FIELDS",
    "MAX_FILE_BYTES",
    "MAX_FOLD_ELEMENTS",
    "MAX_FOLD_TOTAL",
    "MAX_NODES",
    "MAX_RANK",
    "MAX_STRUCTURE_BYTES",
    "MAX_TENSOR_BYTES",
    "MAX_TOTAL_BYTES",
    "MAX_WEIGHT_BYTES",
    "MIN_IR_VERSION",
    "MIN_OPSET",
]

#: Protocol buffers cannot hold more than 2 GiB in one message.
MAX_FILE_BYTES = 2**31 - 1
#: Bytes of a file that are not raw tensor data, and so are parsed into Python objects.
MAX_STRUCTURE_BYTES = 256 * 2**20
#: Fields of the messages in a file; an object of the parser takes about 100 bytes each.
MAX_FIELDS = 3_000_000
#: Nodes after functions are inlined; the largest public exports have about 30,000, and this
#: many take about 5 s to analyse.
MAX_NODES = 120_000
#: One dimension; int32 is what most kernels index with, 2**40 is beyond any memory.
MAX_DIM = 2**40
#: Dimensions of one tensor (numpy allows 32).
MAX_RANK = 32
#: One activation tensor (4 TiB) and all tensors of a model (1 PiB): no device has more.
MAX_TENSOR_BYTES = 2**42
MAX_TOTAL_BYTES = 2**50
#: Weights that a file may declare without holding them (ConstantOfShape), per tensor.
MAX_WEIGHT_BYTES = 2**36
#: Elements of a constant that is computed while loading, and of all of them together.
MAX_FOLD_ELEMENTS = 2**20
MAX_FOLD_TOTAL = 2**24
#: Oldest versions whose operators the importer knows.
MIN_IR_VERSION = 3
MIN_OPSET = 7
