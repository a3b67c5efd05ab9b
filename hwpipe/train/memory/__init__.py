"""Stages that recompute or swap what their backwards need."""
