"""Texts of a pip overlay package: metadata, modules, notebook, description."""

from __future__ import annotations

import json

__all__ = ["drivers_text", "init_text", "notebook_text", "pyproject_text", "readme_text"]


def pyproject_text(name: str, module: str, version: str, hwpipe_version: str) -> str:
    """`pyproject.toml`, with the entry points that `pynq` searches."""
    return f'''[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "{version}"
description = "Overlays of the hwpipe accelerator for PYNQ"
readme = "README.md"
requires-python = ">=3.10"
dependencies = ["hwpipe>={hwpipe_version}", "pynq>=3.1"]

[project.entry-points."pynq.overlays"]
{module} = "{module}"

[project.entry-points."pynq.lib"]
{module} = "{module}.drivers"

[project.entry-points."pynq.notebooks"]
{module} = "{module}.notebooks"

[tool.setuptools]
packages = ["{module}", "{module}.notebooks"]

[tool.setuptools.package-data]
"{module}" = ["*.bit.d/*"]
"{module}.notebooks" = ["*.ipynb"]
'''


def init_text(overlay: str, devices: dict[str, str]) -> str:
    """`__init__.py`: the name to load, and which devices have files."""
    rows = "".join(f'    "{device}": "{what}",\n' for device, what in sorted(devices.items()))
    return f'''"""Overlays of the hwpipe accelerator: `pynq.Overlay(OVERLAY)`."""

#: The name changes with the contents: a board keeps bitstreams by their names.
OVERLAY = "{overlay}"
#: Devices that have files here, by the name that PYNQ gives them.
DEVICES = {{
{rows}}}
'''


def drivers_text() -> str:
    """`drivers.py`, which `pynq.Overlay` imports so that the driver is bound."""
    return '''"""Imported by `pynq.Overlay()`, entry point pynq.lib: binds the driver."""

from hwpipe.fpga.driver_pynq import AcceleratorDriver

__all__ = ["AcceleratorDriver"]
'''


def readme_text(name: str, module: str, overlay: str, devices: dict[str, str]) -> str:
    """`README.md`."""
    rows = "".join(f"| {device} | {what} |\n" for device, what in sorted(devices.items()))
    return f"""# {name}

Overlays of the hwpipe accelerator, found by PYNQ after `pip install`:

    from pynq import Overlay
    import {module}

    overlay = Overlay({module}.OVERLAY)     # {overlay}
    accelerator = overlay.accelerator_0     # hwpipe.fpga.driver_pynq.AcceleratorDriver

| `device.name` | overlay |
| --- | --- |
{rows}
A twin's file configures no hardware: it names itself a twin, and a board refuses it.
`hwpipe deploy PLAN.json --check` says whether an overlay fits a plan.
"""


def _cell(kind: str, index: int, lines: list[str]) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind, "id": f"cell-{index}", "metadata": {},
        "source": [f"{line}\n" for line in lines[:-1]] + [lines[-1]],
    }  # fmt: skip
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def notebook_text(module: str) -> str:
    """A notebook that a new user runs from top to bottom, on a board or remotely."""
    cells = [
        ("markdown", [
            "# The hwpipe accelerator",
            "",
            "On a board run the cells as they are. From another machine, set",
            "`PYNQ_REMOTE_DEVICES` to the board's address before `pynq` is imported.",
        ]),
        ("code", [
            "from pynq import Overlay",
            "",
            f"import {module}",
            "",
            f"overlay = Overlay({module}.OVERLAY)",
            "accelerator = overlay.accelerator_0",
            "print(overlay.device.name, type(accelerator).__name__)",
        ]),
        ("markdown", [
            "The identity register tells kernel configurations apart. It must be the one",
            "that the metadata of the overlay states.",
        ]),
        ("code", [
            "from hwpipe.fpga.interface import REGISTERS",
            "",
            'parameters = overlay.ip_dict["accelerator_0"]["parameters"]',
            'stated = int(parameters["HWPIPE_IDENT"], 16)',
            'read = accelerator.accelerator.read64(REGISTERS["IDENT"])',
            'assert read == stated, f"the board holds {read:016x}, the file says {stated:016x}"',
            'print(f"{read:016x}")',
        ]),
        ("markdown", ["One inference of a small network, compared bit for bit:"]),
        ("code", [
            "from hwpipe.deploy.selftest import run_self_test",
            "from hwpipe.overlay.kernel import config_of_parameters",
            "",
            'run_self_test(accelerator, config_of_parameters("accelerator_0", parameters))',
        ]),
    ]  # fmt: skip
    book = {
        "cells": [_cell(kind, k, lines) for k, (kind, lines) in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1) + "\n"
