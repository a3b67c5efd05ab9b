"""hwpipe: plan and run neural networks as pipelines over GPUs, TPU-like arrays and FPGA boards."""

from __future__ import annotations

__version__ = "0.1.0"
