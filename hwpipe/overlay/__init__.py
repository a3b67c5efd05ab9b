"""Overlays: `.bit` and `.hwh` files, the manifest of all of them, checks and pip packages.

Public: `design_for`, `hwh_text`, `read_hwh`, `read_bit`, `twin_bit`, `load_manifest`.
"""
