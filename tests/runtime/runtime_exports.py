"""Transformers and an LSTM translation model, exported with `torch.onnx.export(dynamo=True)`.

Exports are made once per test session and shared by its worker processes through a folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MICRO_BATCH = 2


@dataclass(frozen=True)
class Exported:
    """An exported model and how to make inputs of `batch` samples for it."""

    path: Path
    inputs: Callable[[int], dict[str, np.ndarray]]


def _tokens(vocabulary: int, length: int, seed: int = 0) -> Callable[[int], np.ndarray]:
    return lambda batch: np.random.default_rng(seed).integers(
        1, vocabulary, (batch, length), dtype=np.int64
    )


def _transformer(module: Any, configuration: Any) -> Any:
    import torch

    torch.manual_seed(0)
    return module(configuration).eval()


def bert(full: bool) -> Any:
    from transformers import BertConfig, BertModel

    size = {} if full else {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
                            "intermediate_size": 64, "vocab_size": 99}  # fmt: skip
    model = _transformer(BertModel, BertConfig(**size))
    tokens = _tokens(99, 128 if full else 12)

    def inputs(batch: int) -> dict[str, np.ndarray]:
        ids = tokens(batch)
        mask = np.ones_like(ids)
        mask[: batch // 2, -3:] = 0
        return {"input_ids": ids, "attention_mask": mask}

    return model, inputs


def gpt2(full: bool) -> Any:
    from transformers import GPT2Config, GPT2LMHeadModel

    size = {} if full else {"n_embd": 32, "n_layer": 2, "n_head": 2, "vocab_size": 99}
    model = _transformer(GPT2LMHeadModel, GPT2Config(use_cache=False, **size))
    tokens = _tokens(99, 64 if full else 12)
    return model, lambda batch: {"input_ids": tokens(batch)}


def vit(full: bool) -> Any:
    from transformers import ViTConfig, ViTModel

    size = {} if full else {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
                            "intermediate_size": 64, "image_size": 32, "patch_size": 8}  # fmt: skip
    configuration = ViTConfig(**size)
    model = _transformer(ViTModel, configuration)
    pixels = configuration.image_size
    return model, lambda batch: {
        "pixel_values": np.random.default_rng(0)
        .standard_normal((batch, 3, pixels, pixels))
        .astype(np.float32)
    }


def gnmt(full: bool) -> Any:
    """Sequence to sequence as Google's NMT: bidirectional encoder, attention, residual decoder."""
    import torch
    from torch import nn

    width, layers, vocabulary, length = (256, 4, 2000, 20) if full else (24, 2, 80, 7)

    class Translator(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.source = nn.Embedding(vocabulary, width)
            self.target = nn.Embedding(vocabulary, width)
            self.first = nn.LSTM(width, width // 2, bidirectional=True, batch_first=True)
            self.encoder = nn.ModuleList(
                nn.LSTM(width, width, batch_first=True) for _ in range(layers)
            )
            self.decoder = nn.ModuleList(
                nn.LSTM(width if i == 0 else 2 * width, width, batch_first=True)
                for i in range(layers + 1)
            )
            self.head = nn.Linear(width, vocabulary)

        def forward(self, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
            x, _ = self.first(self.source(source))
            for layer in self.encoder:
                x = x + layer(x)[0]
            y, _ = self.decoder[0](self.target(target))
            weights = torch.softmax(y @ x.transpose(1, 2) / width**0.5, -1)
            context = weights @ x
            for layer in self.decoder[1:]:
                y = y + layer(torch.cat([y, context], -1))[0]
            return self.head(y)

    torch.manual_seed(0)
    source, target = _tokens(vocabulary, length, 1), _tokens(vocabulary, length - 2, 2)
    return Translator().eval(), lambda batch: {
        "source": source(batch), "target": target(batch)
    }  # fmt: skip


MODELS: dict[str, Callable[[bool], Any]] = {"bert": bert, "gpt2": gpt2, "vit": vit, "gnmt": gnmt}


def export(name: str, folder: Path, *, full: bool = False) -> Exported:
    """Export a model into a folder unless another process of the session has done so."""
    import torch

    path = folder / f"{name}{'-full' if full else ''}.onnx"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        model, inputs = MODELS[name](full)
        if not path.exists():
            sample = {k: torch.from_numpy(v) for k, v in inputs(MICRO_BATCH).items()}
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                program = torch.onnx.export(
                    model, (), kwargs=sample, dynamo=True, opset_version=20, verbose=False
                )
            program.save(str(path), external_data=True)
    return Exported(path, inputs)
