"""Train a small GPT on the licences of the installed packages as a pipeline of two processes.

    python examples/train_gpt.py [--steps 600] [--schedule 1f1b-as] [--folder DIR]

The text is what is here anyway: hwpipe's LICENSE and those that the installed packages carry;
nothing is downloaded. The network predicts the next character. It is trained in one process too,
and the losses of both are compared bit by bit; curves of loss and accuracy go to `curves.svg`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
import onnx
from train_parts import HERE, Network, Task, arguments, session, train_and_draw

BATCH, MICRO_BATCHES, CONTEXT, WIDTH, HEADS, LAYERS = 16, 4, 64, 64, 4, 3
#: Printable ASCII and the line feed; other characters are the last token.
VOCABULARY = "\n" + "".join(map(chr, range(32, 127)))
TOKENS = len(VOCABULARY) + 1
#: Characters of text at most, and how many at its end are kept for the test.
LONGEST, HELD_BACK = 1_000_000, 16_384


@cache
def text() -> np.ndarray:
    """The licences as token numbers; every distinct file once, in the order of the packages."""
    found = {(HERE.parent / "LICENSE")}
    for package in metadata.distributions():
        for file in package.files or ():
            if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
                found.add(Path(str(file.locate())))
    parts = sorted({_read(path) for path in found})
    code = {character: i for i, character in enumerate(VOCABULARY)}
    whole = "\n\n".join(part for part in parts if part)[:LONGEST]
    return np.array([code.get(character, TOKENS - 1) for character in whole], np.int64)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def network(rows: int = BATCH // MICRO_BATCHES) -> onnx.ModelProto:
    """Embeddings, blocks of causal attention and a two-layer perceptron, a head."""
    net, head = Network(0), WIDTH // HEADS
    table = net.normal("embedding", TOKENS, WIDTH, scale=0.1)
    places = net.normal("positions", CONTEXT, WIDTH, scale=0.1)
    x = net.add("Add", [net.add("Gather", [table, "tokens"], "embedded"), places], "placed")
    net.constant("mask", np.triu(np.full((CONTEXT, CONTEXT), -1e9, np.float32), 1))
    net.constant("scale", np.float32(head**-0.5))
    net.constant("split", np.array([rows, CONTEXT, HEADS, head]))
    net.constant("join", np.array([rows, CONTEXT, WIDTH]))

    def norm(x: str, y: str) -> str:
        parts = net.weight(f"{y}.weight", np.ones(WIDTH)), net.weight(f"{y}.bias", np.zeros(WIDTH))
        return net.add("LayerNormalization", [x, *parts], y, axis=-1)

    def heads(x: str, y: str, order: list[int]) -> str:
        by_head = net.add("Reshape", [net.linear(x, y, (WIDTH, WIDTH)), "split"], f"{y}.split")
        return net.add("Transpose", [by_head], f"{y}.heads", perm=order)

    for i in range(LAYERS):
        h = norm(x, f"{i}.norm1")
        q, v = heads(h, f"{i}.q", [0, 2, 1, 3]), heads(h, f"{i}.v", [0, 2, 1, 3])
        k = heads(h, f"{i}.k", [0, 2, 3, 1])
        a = net.add("Mul", [net.add("MatMul", [q, k], f"{i}.qk"), "scale"], f"{i}.scores")
        a = net.add("Softmax", [net.add("Add", [a, "mask"], f"{i}.masked")], f"{i}.soft", axis=-1)
        a = net.add("Transpose", [net.add("MatMul", [a, v], f"{i}.mixed")], f"{i}.back",
                    perm=[0, 2, 1, 3])  # fmt: skip
        a = net.linear(net.add("Reshape", [a, "join"], f"{i}.joined"), f"{i}.out", (WIDTH, WIDTH))
        x = net.add("Add", [x, a], f"{i}.sum1")
        h = net.linear(norm(x, f"{i}.norm2"), f"{i}.up", (WIDTH, 4 * WIDTH))
        h = net.linear(net.add("Relu", [h], f"{i}.relu"), f"{i}.down", (4 * WIDTH, WIDTH))
        x = net.add("Add", [x, h], f"{i}.sum2")
    net.add("MatMul", [norm(x, "norm"), net.normal("head", WIDTH, TOKENS, scale=0.05)], "logits")
    return net.model("gpt", [("tokens", np.int64, [rows, CONTEXT])],
                     [("logits", np.float32, [rows, CONTEXT, TOKENS])])  # fmt: skip


def make(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless batches of (characters, the characters behind them) from random places."""
    rng, tokens = np.random.default_rng(seed), text()[:-HELD_BACK]
    while True:
        starts = rng.integers(0, len(tokens) - CONTEXT - 1, batch)
        windows = tokens[starts[:, None] + np.arange(CONTEXT + 1)]
        yield windows[:, :-1].copy(), windows[:, 1:].copy()


def accuracy(model: onnx.ModelProto) -> float:
    """Share of characters of the last part of the text that a model foretells."""
    rows, tokens, run = BATCH // MICRO_BATCHES, text()[-HELD_BACK:], session(model)
    right = total = 0
    for start in range(0, len(tokens) - rows * CONTEXT - 1, rows * CONTEXT):
        window = tokens[start : start + rows * CONTEXT + 1]
        (logits,) = run.run(None, {"tokens": window[:-1].reshape(rows, CONTEXT)})
        right += int((logits.argmax(-1) == window[1:].reshape(rows, CONTEXT)).sum())
        total += rows * CONTEXT
    return right / total


def main() -> None:
    """Plan, train, compare, draw."""
    options = arguments("train a small GPT on licences", 600).parse_args()
    print(f"{len(text())} characters of licences")
    train_and_draw(
        Task("gpt", network(), make, BATCH, MICRO_BATCHES, "adam:lr=0.003", accuracy,
             "the next characters foretold"),
        options,
    )  # fmt: skip


if __name__ == "__main__":
    main()
