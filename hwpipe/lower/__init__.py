"""Quantised ONNX networks become integer layer programs for the accelerator.

Public: `lower_model`, `run_integer`, `run_tensors`, `plan_buffers` and the nouns of `model`.
"""

from hwpipe.lower.buffers import BufferPlan, plan_buffers
from hwpipe.lower.model import Program
from hwpipe.lower.read import lower_model
from hwpipe.lower.run import run_integer, run_tensors

__all__ = ["BufferPlan", "Program", "lower_model", "plan_buffers", "run_integer", "run_tensors"]
