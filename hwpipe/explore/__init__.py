"""Exploration: which configurations of `conv2d` fit a board, and what a network takes on each."""

from __future__ import annotations

from hwpipe.explore.area import MARGIN, Area, area_of, extrapolated
from hwpipe.explore.search import Choice, Exploration, explore

__all__ = ["MARGIN", "Area", "Choice", "Exploration", "area_of", "explore", "extrapolated"]
