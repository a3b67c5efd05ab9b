"""Stages whose layers several devices share."""
