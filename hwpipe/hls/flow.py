"""Deadlock check: the tokens of a kernel's streams and buffers, played through at build time.

Processes, FIFO depths and halves are run as tokens, without data or time, for two sizes of the
run-time scalars. Where nothing can move any more the message says who waits for what, and how
deep the stream has to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hwpipe.errors import InputError
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.counting import Counter, evaluate
from hwpipe.hls.front import issue_pure
from hwpipe.hls.ir import Node
from hwpipe.hls.lang import Mem, Scalar
from hwpipe.hls.sched import Scheduled

__all__ = ["check_flow"]

#: Sizes for scalars (clipped to their range), and iterations that a check may take.
SIZES, BUDGET = (3, 20), 20_000

Step = tuple[list[str], list[str]]


def _iterations(done: Scheduled, env: Mapping[str, int]) -> Iterator[Step]:
    """Takes and gives of every iteration, in order; tokens by name."""
    levels = done.ir.levels
    rules: list[tuple[Node, str, bool]] = []
    for effect in done.ir.effects:
        if effect.op == "pop":
            rules.append((effect.args[0], effect.attr, True))
        elif effect.op == "put":
            rules.append((effect.args[0], effect.attr, False))
        elif effect.op in {"acquire", "release"}:
            writer = done.ir.arrays[effect.attr].role == "write"
            side = "free" if writer == (effect.op == "acquire") else "full"
            rules.append((effect.args[0], f"{effect.attr} {side}", effect.op == "acquire"))
    rules = [(p, n, t) for p, n, t in rules if issue_pure(p)] + [
        (done.ir.graph.const(1), n, t) for p, n, t in rules if not issue_pure(p)
    ]

    def visit(depth: int, counts: dict[int | str, int]) -> Iterator[Step]:
        if depth == len(levels):
            memo: dict[int, int] = {}
            hits = [(n, t) for p, n, t in rules if evaluate(p, counts, memo)]
            yield [n for n, t in hits if t], [n for n, t in hits if not t]
            return
        trip = evaluate(levels[depth].trip, counts)
        for c in range(trip):
            yield from visit(depth + 1, {**counts, depth: c})

    start: dict[int | str, int] = {}
    start.update(env)
    return visit(0, start)


def _play(
    compiled: Compiled, env: Mapping[str, int], bounded: bool
) -> tuple[dict[str, str], dict[str, int]]:
    """Run the tokens; gives who is stuck on what, and the most tokens each stream held."""
    channels = compiled.channels
    tokens = {n: 0 for n, c in channels.items()}
    peak = dict(tokens)
    for name in compiled.buffers:
        writer = compiled.buffers[name][0]
        tokens[f"{name} free"] = compiled.process(writer).ir.arrays[name].halves
        tokens[f"{name} full"] = 0
    runs = {p.ir.name: _iterations(p, env) for p in compiled.processes}
    pending: dict[str, Step | None] = {n: next(r, None) for n, r in runs.items()}
    stuck: dict[str, str] = {}
    moved = True
    while moved:
        moved = False
        for name, run in runs.items():
            while (step := pending[name]) is not None:
                wait = ""
                for take in step[0]:
                    inside = take not in channels or channels[take].source in runs
                    if inside and tokens[take] < 1:
                        wait = f"waits for {take}"
                for give in step[1]:
                    if give in channels and channels[give].sink in runs and bounded:
                        channel = channels[give]
                        if tokens[give] > channel.depth - channel.margin:
                            wait = f"finds {give} full"
                if wait:
                    stuck[name] = wait
                    break
                stuck.pop(name, None)
                for take in step[0]:
                    tokens[take] -= 1
                for give in step[1]:
                    if give not in channels or channels[give].sink in runs:
                        tokens[give] += 1
                        peak[give] = max(peak.get(give, 0), tokens[give])
                pending[name] = next(run, None)
                moved = True
    return stuck, peak


def check_flow(compiled: Compiled) -> None:
    """Play the tokens of a kernel of several processes.

    Raises:
        InputError: if it comes to a standstill; says who waits and how deep a FIFO must be.
    """
    if not compiled.buffers and all(
        not (c.source and c.sink) or "@" in c.source + c.sink for c in compiled.channels.values()
    ):
        return
    for size in SIZES:
        env: dict[str, int] = {}
        for name, item in compiled.kernel.objects.items():
            if isinstance(item, Scalar):
                env[name] = min(item.hi, max(item.lo, size))
            elif isinstance(item, Mem):
                env[name] = 0
        if sum(Counter(p.ir, env).count() for p in compiled.processes) > BUDGET:
            continue
        stuck, _ = _play(compiled, env, True)
        if not stuck:
            continue
        free, peak = _play(compiled, env, False)
        where = compiled.kernel.path.name
        text = ", ".join(f"{p} {w}" for p, w in stuck.items())
        if free:
            # Even endless FIFOs do not help: these scalars do not belong together (one counts
            # what the others multiply to), so they say nothing about the kernel.
            continue
        full = next(w.split()[1] for w in stuck.values() if w.startswith("finds"))
        raise InputError(
            f"the processes come to a standstill: {text}", where=where,
            limit=f"{compiled.channels[full].depth} items in {full}",
            remedy=f"fifo({full!r}, depth={peak[full]}) or more for larger sizes",
        )  # fmt: skip
