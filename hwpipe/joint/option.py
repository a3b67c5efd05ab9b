"""`Option`: a device set in one mode, with the cost of every pair of positions it may hold.

For a stage between positions s and e on a device set, with M micro-batches:

* `work` the seconds that its busiest rank computes in an iteration: M t on one device or split,
     ceil(M / m) t on m equal replicas, the M-th smallest multiple of unequal ones (`dealing`);
* `way` the seconds that one micro-batch needs at least to pass it, `forward` of them on the way
     there (on its fastest replica);
* `back` the seconds of all backward passes of its busiest rank, at least;
* `reduce` its gradient all-reduce;
* `trips` of a micro-batch to the last stage and back that follow each other in it;
* `rounds`, by how much the work grows for each second that a blocking transfer adds to a
     micro-batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hwpipe.cost.table import FloatArray
from hwpipe.joint.model import StageMode
from hwpipe.joint.pool import Counts
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.tensor.stage import StageSplit

__all__ = ["Chosen", "Option", "SplitOptions"]


@dataclass(frozen=True, eq=False)
class Option:
    """One device set in one mode, with a row for every pair of positions that is worth it.

    Rows are sorted by start; `first[s] : first[s + 1]` are those that start at position s. Rows of
    splits hold lower bounds until they are priced (`split_prices`), which changes them in place.
    """

    counts: Counts
    mode: StageMode
    ranks: int
    link_class: int
    source: IntArray  # states of the pool that can give the set
    left: IntArray  # and what is left of them
    first: IntArray
    pair: IntArray  # number of the pair of positions
    end: IntArray
    work: FloatArray
    way: FloatArray
    forward: FloatArray
    back: FloatArray
    reduce: FloatArray
    rounds: FloatArray
    transfer: FloatArray  # seconds that a blocking link behind adds at least, per micro-batch
    late: FloatArray  # forwards that its busiest rank runs after its first backward, by `left`
    trips: FloatArray  # to the last stage and back that follow each other there, by `left`
    priced: BoolArray | None = None  # None: every row is exact


@dataclass(frozen=True)
class Chosen:
    """A stage of a plan under construction: a row of an option, and its positions."""

    option: Option
    row: int
    start: int
    end: int

    @property
    def sure(self) -> bool:
        """Whether its figures are exact."""
        return self.option.priced is None or bool(self.option.priced[self.row])


class SplitOptions(Protocol):
    """Where options of split stages come from (`split_prices.SplitPrices`)."""

    split_at: BoolArray
    sets: frozenset[Counts]

    @property
    def known(self) -> int:
        """Splits that were priced so far."""

    def option(self, counts: Counts, limit: float) -> Option | None:
        """A device set as a split stage, bounded."""

    def price(self, option: Option, row: int) -> None:
        """Write the exact figures of a row into its option."""

    def held(self, end: int) -> int:
        """Micro-batches in flight for which the memory of a split is priced."""

    def split(self, counts: Counts, start: int, end: int) -> StageSplit:
        """The split of a stage between two positions."""
