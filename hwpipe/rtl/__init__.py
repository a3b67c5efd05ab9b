"""Hand-written run-time modules that generated kernels instantiate, and the register map.

`module_files` returns the SystemVerilog files; `RegisterMap` lays out the control registers.
"""

from hwpipe.rtl.modules import ACCELERATOR_MODULES, MODULES, module_files
from hwpipe.rtl.registers import Argument, PlacedArgument, RegisterMap

__all__ = [
    "ACCELERATOR_MODULES",
    "MODULES",
    "Argument",
    "PlacedArgument",
    "RegisterMap",
    "module_files",
]
