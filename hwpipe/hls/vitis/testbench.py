"""The C simulation's main: arguments from binary files, one run, outputs compared and written.

A case is a folder with one file for each argument, all little endian: `NAME.bin` holds a
scalar, the elements of an array in memory or the beats of an input stream, each value in the
fewest whole bytes that hold it; `NAME_expected.bin` what an output should be. The run leaves
`NAME_actual.bin` for every output. The same file serves the vendor's C and co-simulation.
"""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.hls.compiler import Compiled
from hwpipe.hls.interp import writers
from hwpipe.hls.lang import Mem, Scalar, Stream
from hwpipe.hls.vitis.body import stream_type
from hwpipe.hls.vitis.cpp import ap_type, identifier, top_identifier

__all__ = ["testbench"]


def testbench(compiled: Compiled, names: Sequence[str]) -> str:
    """Text of `tb_KERNEL.cpp`.

    Args:
        compiled: the kernel.
        names: arguments of the top function in order.
    """
    kernel = compiled.kernel
    load, store = [], []
    for name in names:
        item, c = kernel.objects[name], identifier(name)
        written = bool(writers(kernel, name))
        if isinstance(item, Scalar):
            kind = ap_type(item.dtype)
            load.append(f'  const {kind} {c} = data.scalar<{kind} >("{name}");')
        elif isinstance(item, Mem):
            kind = ap_type(item.dtype)
            load.append(f'  std::vector<{kind} > {c} = data.array<{kind} >("{name}");')
            if written:
                store.append(f'  data.check("{name}", {c});')
        elif isinstance(item, Stream):
            kind = stream_type(item)
            load.append(f'  hls::stream<{kind} > {c}("{name}");')
            if written:
                store.append(f'  data.check("{name}", hwpipe::drain({c}));')
            else:
                load.append(f'  hwpipe::feed({c}, data.array<{kind} >("{name}"));')
                store.append(f'  data.leftover("{name}", hwpipe::drain({c}).size());')
    call = ", ".join(
        f"{identifier(n)}.data()" if isinstance(kernel.objects[n], Mem) else identifier(n)
        for n in names
    )
    lines = [
        f"// C simulation of kernel {kernel.name}: tb_{kernel.name} CASE_FOLDER",
        f'#include "{kernel.name}.h"', '#include "hwpipe_tb.h"', "",
        "int main(int argc, char** argv) {",
        '  hwpipe::Case data(argc > 1 ? argv[1] : "case");',
        *load,
        f"  {top_identifier(kernel.name)}({call});",
        *store,
        "  return data.result();",
        "}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
