"""Exploration: which accelerators fit a board, and what a network takes on each."""

from __future__ import annotations

from hwpipe.explore.area import MARGIN, Area, area_of, extrapolated
from hwpipe.explore.network import Design, NetworkExploration, explore_network
from hwpipe.explore.search import Choice, Exploration, explore

__all__ = [
    "MARGIN", "Area", "Choice", "Design", "Exploration", "NetworkExploration", "area_of",
    "explore", "explore_network", "extrapolated",
]  # fmt: skip
