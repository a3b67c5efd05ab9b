"""A process after the front end: loop levels, data-flow graph, arrays and registers."""

from __future__ import annotations

from dataclasses import dataclass, field

from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.types import Int

__all__ = ["ArrayIR", "Check", "Engine", "LaneRef", "LevelIR", "ProcessIR", "StateIR", "StreamPort"]


@dataclass
class LevelIR:
    """One loop level: a counter from 0; `last` is true in its final iteration."""

    name: str
    count: Node
    last: Node
    min_trip: int
    max_trip: int
    trip: Node
    line: int = 0
    choices: list[tuple[Node, Node]] = field(default_factory=list)


@dataclass(frozen=True)
class StateIR:
    """A register carried from iteration to iteration; `init` is loaded at every start."""

    name: str
    dtype: Int
    init: int | None
    line: int = 0


@dataclass
class ArrayIR:
    """A memory: shape, banks and who owns it.

    Attributes:
        role: `local`, or `write` / `read` for this process's side of a buffer.
        registers: every element is a register (complete partition of every dimension).
    """

    name: str
    dtype: Int
    shape: tuple[int, ...]
    role: str
    banks: int
    bank_depth: int
    registers: bool
    init: int | None
    line: int = 0
    halves: int = 1


@dataclass(eq=False)
class LaneRef:
    """Where the value of a stream read comes from; memory reads get theirs when grouped."""

    stream: str
    lane: int = 0


@dataclass
class StreamPort:
    """A stream end: element type, lanes, direction."""

    name: str
    dtype: Int
    lanes: int
    output: bool
    internal: bool = False

    @property
    def width(self) -> int:
        """Bits of the bus."""
        return self.dtype.width * self.lanes


@dataclass(frozen=True)
class Engine:
    """A burst engine: one access site of an argument in memory.

    Attributes:
        memory: argument's name.
        stream: data stream between engine and process, of `lanes` elements.
        request: stream of requests from the address process: number of groups above the byte
            address (`bursts.ADDRESS_BITS`).
        write: direction.
    """

    memory: str
    stream: str
    request: str
    dtype: Int
    lanes: int
    write: bool
    process: str


@dataclass(frozen=True)
class Check:
    """A precondition: where `guard` holds, `condition` must.

    `always` tells that the guard holds in some iteration of every run: what the condition says
    of scalars alone is then known of the whole run.
    """

    guard: Node
    condition: Node
    text: str
    line: int
    always: bool = False


@dataclass
class ProcessIR:
    """Everything the back ends need to know of a process."""

    name: str
    path: str
    graph: Graph
    levels: list[LevelIR] = field(default_factory=list)
    arrays: dict[str, ArrayIR] = field(default_factory=dict)
    states: dict[str, StateIR] = field(default_factory=dict)
    streams: dict[str, StreamPort] = field(default_factory=dict)
    scalars: dict[str, Node] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    first_all: Node | None = None
    effects: list[Node] = field(default_factory=list)
    load_order: dict[int, int] = field(default_factory=dict)
    load_preds: dict[int, Node | None] = field(default_factory=dict)
    line: int = 0
