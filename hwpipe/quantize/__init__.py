"""Int8 networks whose requantisation is exact on the accelerator.

Public: `quantize_model`, `compare_models`, `check_program` and the `Report` of the losses.
onnxruntime is imported when a model is calibrated or compared.
"""

from hwpipe.quantize.compare import Agreement, check_program, compare_models
from hwpipe.quantize.driver import Quantised, is_quantised, quantize_model, save_model
from hwpipe.quantize.images import load_images
from hwpipe.quantize.report import LayerReport, Report

__all__ = [
    "Agreement",
    "LayerReport",
    "Quantised",
    "Report",
    "check_program",
    "compare_models",
    "is_quantised",
    "load_images",
    "quantize_model",
    "save_model",
]
