"""How far a joint search goes: `Effort` by the user, `Budget` of one search."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Budget", "Effort"]


@dataclass(frozen=True)
class Effort:
    """How far a search goes without a time limit.

    Attributes:
        cuts: most positions; with more, those with few bytes in equal shares of the work.
        split_cuts: most positions at which a split stage begins or ends.
        split_sets: most device sets that a stage is split over.
        split_devices: most devices that a stage is split over.
        expansions, plans: most nodes that are extended, and plans that are simulated.
        prices: most split stages that are priced; others count with their lower bound.
        baselines: start from the plans of the compared methods too.
        exact: start from the plan of the exact search of `hwpipe.partition`.
    """

    cuts: int = 32
    split_cuts: int = 9
    split_sets: int = 14
    split_devices: int = 1024
    expansions: int = 2500
    plans: int = 250
    prices: int = 600
    baselines: bool = True
    exact: bool = True


@dataclass
class Budget:
    """Steps that a search may take, and what it took of those that are dear.

    Attributes:
        expansions: most nodes that one search extends.
        plans: most plans that are simulated, `tried` of them are.
        prices: most split stages that are priced, `priced` of them are.
    """

    expansions: int
    plans: int
    prices: int
    tried: int = 0
    priced: int = 0
