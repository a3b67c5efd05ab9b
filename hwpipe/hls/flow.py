"""Deadlock check: the tokens of a kernel's streams and buffers, played through at build time.

Processes, FIFO depths and halves are run as tokens, without data or time. A kernel file may name
scalars that belong together in a function `corners()`, a list of dicts (what is missing takes
its smallest value); without it every scalar takes a few sizes, up to the largest that can be
played in a fraction of a second. Scalars that break a precondition, or of which one counts what
others do not multiply to, say nothing about the kernel and are left out. What was played is part
of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hwpipe.errors import InputError
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.counting import Counter, evaluate
from hwpipe.hls.front import issue_pure
from hwpipe.hls.ir import Node
from hwpipe.hls.lang import Mem, Scalar
from hwpipe.hls.preconditions import check_scalars
from hwpipe.hls.sched import Scheduled

__all__ = ["FlowCheck", "check_flow"]

#: Sizes for scalars (clipped to their range), and iterations that one case may take.
SIZES, BUDGET = (3, 20), 20_000

Step = tuple[list[str], list[str]]


@dataclass(frozen=True)
class FlowCheck:
    """What a deadlock check covered.

    Attributes:
        covered: scalars with which every process came to its end, as text.
        left_out: scalars that could not be played, and why.
    """

    covered: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def text(self) -> list[str]:
        """Lines of the report."""
        return [
            *(f"flow: no standstill {case}" for case in self.covered),
            *(f"flow: not played {case}" for case in self.left_out),
        ]


@dataclass
class _End:
    """How a play ended.

    Attributes:
        stuck: by process, what it waits for.
        full: by process, the stream that it found full.
        peak: most tokens that each stream held.
        unread: a stream that keeps tokens that nobody takes, or "".
    """

    stuck: dict[str, str]
    full: dict[str, str]
    peak: dict[str, int]
    unread: str = ""


def _iterations(done: Scheduled, env: Mapping[str, int]) -> Iterator[Step]:
    """Takes and gives of every iteration, in order; tokens by name."""
    levels = done.ir.levels
    rules: list[tuple[Node, str, bool]] = []
    always = done.ir.graph.const(1)
    for effect in done.ir.effects:
        # Where data decides, take it as happening: the FIFO must have room for it.
        if effect.op in {"pop", "put"}:
            rules.append((effect.args[0], effect.attr, effect.op == "pop"))
        elif effect.op in {"acquire", "release"}:
            writer = done.ir.arrays[effect.attr].role == "write"
            side = "free" if writer == (effect.op == "acquire") else "full"
            rules.append((effect.args[0], f"{effect.attr} {side}", effect.op == "acquire"))
    rules = [(p if issue_pure(p) else always, n, t) for p, n, t in rules]
    counts: dict[int | str, int] = {}
    counts.update(env)

    def visit(depth: int) -> Iterator[Step]:
        if depth == len(levels):
            memo: dict[int, int] = {}
            hits = [(n, t) for p, n, t in rules if evaluate(p, counts, memo)]
            yield [n for n, t in hits if t], [n for n, t in hits if not t]
            return
        for c in range(evaluate(levels[depth].trip, counts)):
            counts[depth] = c
            yield from visit(depth + 1)

    return visit(0)


def _play(compiled: Compiled, env: Mapping[str, int], room: Mapping[str, int]) -> _End:
    """Run the tokens; a stream without an entry in `room` is endless."""
    runs = {p.ir.name: _iterations(p, env) for p in compiled.processes}
    inner = {n for n, c in compiled.channels.items() if c.source in runs and c.sink in runs}
    tokens = dict.fromkeys(inner, 0)
    for name, (writer, _) in compiled.buffers.items():
        tokens[f"{name} free"] = compiled.process(writer).ir.arrays[name].halves
        tokens[f"{name} full"] = 0
    peak = dict(tokens)
    pending: dict[str, Step | None] = {n: next(r, None) for n, r in runs.items()}
    stuck: dict[str, str] = {}
    full: dict[str, str] = {}
    moved = True
    while moved:
        moved = False
        for name, run in runs.items():
            while (step := pending[name]) is not None:
                empty = next((t for t in step[0] if t in tokens and tokens[t] < 1), None)
                over = next((g for g in step[1] if g in room and tokens[g] > room[g]), None)
                full.pop(name, None)
                if empty is not None or over is not None:
                    stuck[name] = f"waits for {empty}" if over is None else f"finds {over} full"
                    if over is not None:
                        full[name] = over
                    break
                stuck.pop(name, None)
                for take in step[0]:
                    if take in tokens:
                        tokens[take] -= 1
                for give in step[1]:
                    if give in tokens:
                        tokens[give] += 1
                        peak[give] = max(peak[give], tokens[give])
                pending[name] = next(run, None)
                moved = True
    unread = "" if stuck else next((n for n in sorted(inner) if tokens[n]), "")
    return _End(stuck, full, peak, unread)


def _room(compiled: Compiled) -> dict[str, int]:
    """Tokens that a stream may hold when its writer issues: its depth, less what may follow."""
    return {
        n: c.depth - c.margin for n, c in compiled.channels.items()
        if c.source and c.sink and "@" not in c.source + c.sink
    }  # fmt: skip


def _needed(compiled: Compiled, env: Mapping[str, int], name: str, peak: int) -> int:
    """Smallest depth of one FIFO that lets everything end; `peak` if it alone does not."""
    room = _room(compiled)
    low, high = room[name], peak
    if _play(compiled, env, room | {name: high}).stuck:
        return peak
    while low < high:
        middle = (low + high) // 2
        if _play(compiled, env, room | {name: middle}).stuck:
            low = middle + 1
        else:
            high = middle
    return high + 1  # an item may enter when `room` are there


def _line_of(compiled: Compiled, process: str, stream: str) -> str:
    """Source line of a put."""
    ir = compiled.process(process).ir
    lines = [e.line for e in ir.effects if e.op == "put" and e.attr == stream and e.line]
    return f"{ir.path}:{lines[0]}" if lines else ir.path


def _iteration_count(compiled: Compiled, env: Mapping[str, int]) -> int:
    return sum(Counter(p.ir, env).count() for p in compiled.processes)


def _sampled(compiled: Compiled) -> list[dict[str, int]]:
    """Every scalar at a size, clipped to its range; the last size is the largest to play."""
    scalars = {n: o for n, o in compiled.kernel.objects.items() if isinstance(o, Scalar)}

    def env(size: int) -> dict[str, int]:
        return {name: min(item.hi, max(item.lo, size)) for name, item in scalars.items()}

    out = [env(size) for size in SIZES]
    low, high = SIZES[-1], max((item.hi for item in scalars.values()), default=0)
    while low < high:
        middle = (low + high + 1) // 2
        fits = _iteration_count(compiled, env(middle)) <= BUDGET
        low, high = (middle, high) if fits else (low, middle - 1)
    return [e for k, e in enumerate([*out, env(low)]) if e not in [*out, env(low)][:k]]


def _text(compiled: Compiled, env: Mapping[str, int]) -> str:
    """Scalars that differ from their smallest value."""
    objects = compiled.kernel.objects
    items = {n: o for n, o in objects.items() if isinstance(o, Scalar)}
    said = [f"{n} = {env[n]}" for n, o in items.items() if env[n] != max(o.lo, 0)]
    return "with " + (", ".join(said) or "every scalar at its smallest") if items else "at all"


def _refuse(compiled: Compiled, env: Mapping[str, int], end: _End, free: _End) -> InputError:
    """The message for a FIFO that is too small."""
    process, stream = next(iter(end.full.items()))
    depth = _needed(compiled, env, stream, free.peak[stream])
    text = ", ".join(f"{p} {w}" for p, w in end.stuck.items())
    return InputError(
        f"the processes come to a standstill {_text(compiled, env)}: {text}",
        where=_line_of(compiled, process, stream),
        limit=f"{compiled.channels[stream].depth} items in {stream}",
        remedy=f"fifo({stream!r}, depth={depth}), or assert what keeps the sizes smaller",
    )


def check_flow(compiled: Compiled) -> FlowCheck:
    """Play the tokens of a kernel of several processes.

    Raises:
        InputError: if it comes to a standstill; says who waits, where, and how deep a FIFO must
            be. Also if scalars of the kernel's `corners()` break its preconditions.
    """
    if not compiled.buffers and not _room(compiled):
        return FlowCheck()
    given = compiled.kernel.corners()
    covered, left_out = [], []
    refused: InputError | None = None
    for case in given if given is not None else _sampled(compiled):
        env = dict(case)
        for name, item in compiled.kernel.objects.items():
            if isinstance(item, Scalar):
                env.setdefault(name, item.lo if item.lo > 0 else min(item.hi, 0))
            elif isinstance(item, Mem):
                env[name] = 0
        said = _text(compiled, env)
        count = _iteration_count(compiled, env)
        if count > BUDGET:
            left_out.append(f"{said}: {count:,} iterations, {BUDGET:,} at most")
            continue
        try:
            check_scalars(compiled, env)
        except InputError as error:
            if given is not None:
                raise
            left_out.append(f"{said}: {error.limit}")
            continue
        end = _play(compiled, env, _room(compiled))
        if not end.stuck and not end.unread:
            covered.append(said)
            continue
        free = _play(compiled, env, {}) if end.stuck else end
        if end.full and not (free.stuck or free.unread):
            # The last case is the largest: what it needs is enough for the others.
            refused = _refuse(compiled, env, end, free)
            continue
        # Endless FIFOs do not help: a process takes another number than its writer gives.
        why = ", ".join(f"{p} {w}" for p, w in free.stuck.items()) or f"{free.unread} is left over"
        if given is not None:
            raise InputError(
                f"the scalars of corners() do not belong together {said}: {why}",
                where=compiled.kernel.path.name,
            )
        if len(compiled.kernel.of_kind("scalar")) <= 1:
            # No other scalar could make it right.
            raise InputError(
                f"one process puts another number of items than the next gets {said}: {why}",
                where=compiled.kernel.path.name,
                remedy="make the loops of both equally long",
            )
        left_out.append(f"{said}: they do not belong together, {why}")
    if refused is not None:
        raise refused
    return FlowCheck(tuple(covered), tuple(left_out))
