"""The example networks that come with the onnx package, and their seeded weights.

onnx ships nine "light" ImageNet models for its own tests: real topology and shapes, but each
weight is a ConstantOfShape node. hwpipe fills them with weights drawn from a seed, so that
outputs depend on every layer; nothing is drawn unless a model is about to run.
"""

from __future__ import annotations

import math
from pathlib import Path

import onnx

from hwpipe.errors import InputError

__all__ = ["MODELS", "model_path", "weight_recipe"]

#: Name on the command line -> file in `onnx/backend/test/data/light`.
MODELS: dict[str, str] = {
    "alexnet": "light_bvlc_alexnet.onnx",
    "densenet121": "light_densenet121.onnx",
    "inception_v1": "light_inception_v1.onnx",
    "inception_v2": "light_inception_v2.onnx",
    "resnet50": "light_resnet50.onnx",
    "shufflenet": "light_shufflenet.onnx",
    "squeezenet": "light_squeezenet.onnx",
    "vgg19": "light_vgg19.onnx",
    "zfnet512": "light_zfnet512.onnx",
}


def model_path(name: str) -> Path:
    """File of a bundled model.

    Raises:
        InputError: if the installed onnx does not carry it.
    """
    path = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light" / MODELS[name]
    if not path.is_file():
        raise InputError(
            f"the bundled model {name!r} is missing from the installed onnx {onnx.__version__}",
            where=str(path),
            remedy="install onnx from its wheel, or give the path of an .onnx file",
        )
    return path


#: Slots of the inputs that are neither matrices nor additive, by operator.
_BATCH_NORM = {1: "uniform:0.8:1.2", 2: "normal:0:0.05", 3: "normal:0:0.05", 4: "uniform:0.8:1.2"}


def weight_recipe(op: str, slot: int, following: str, shape: tuple[int, ...]) -> str:
    """How to draw the weight that operator `op` reads at input `slot`.

    Matrices and filters are normal with mean zero and variance g / fan-in, where g is 2 before
    a Relu, which halves the variance, and 1 elsewhere (He et al. 2015, arXiv 1502.01852, eq. 10
    and 7). Scales are near one, shifts near zero and variances positive, so that batch
    normalisation stays finite; a normalisation that ends a residual branch halves it, or the
    variance would double block by block and saturate the softmax.

    Args:
        op: operator type of the reader.
        slot: index of the input.
        following: the operator behind it, normalisation and scaling skipped.
        shape: of the weight.

    Returns:
        `normal:MEAN:STD` or `uniform:LOW:HIGH`.
    """
    if op == "BatchNormalization":
        if slot == 1 and following == "Sum":
            return "uniform:0.4:0.6"
        return _BATCH_NORM.get(slot, "normal:0:0.05")
    if op == "Mul":
        return "uniform:0.8:1.2"
    if op in ("Conv", "Gemm", "MatMul") and slot == 1 and len(shape) >= 2:
        fan_in = math.prod(shape[1:])
        gain = 2.0 if following == "Relu" else 1.0
        return f"normal:0:{math.sqrt(gain / max(fan_in, 1)):.9g}"
    return "normal:0:0.05"
