"""Many kernels in one C simulation program, and random kernels against their plain Python run.

Reading the vendor's headers takes a compiler longer than a small kernel does, so a batch of
kernels is compiled as one program, each in a C++ namespace of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.compiler import Compiled, compile_kernel
from hwpipe.hls.fuzz import Outcome, generate, values_for
from hwpipe.hls.kernel import load_kernel
from hwpipe.hls.rtl_run import compare
from hwpipe.hls.vitis.csim import compile_cpp, run_csim
from hwpipe.hls.vitis.emit import write_vitis

__all__ = ["CsimBatch", "fuzz_vitis"]


@dataclass(frozen=True)
class CsimBatch:
    """Kernels compiled together.

    Attributes:
        folder: holds a folder for each kernel, and the program.
        kernels: in the order of their numbers in the program.
    """

    folder: Path
    kernels: tuple[Compiled, ...]

    @classmethod
    def build(cls, kernels: Sequence[Compiled], folder: Path, **options: Any) -> CsimBatch:
        """Emit and compile kernels.

        Args:
            kernels: compiled kernels, of different names.
            folder: working folder.
            options: for `compile_cpp`.

        Raises:
            InputError: no compiler or headers, or what Vitis HLS C++ cannot express.
            WorkError: the compiler refuses the emitted source.
        """
        names = [k.kernel.name for k in kernels]
        if len(set(names)) != len(names):
            raise InputError("two kernels of a batch have one name")
        lines = ["#include <cstdlib>", '#include "hwpipe_hls.h"', '#include "hwpipe_tb.h"']
        lines.append('#include "hls_streamofblocks.h"')
        cases = []
        for number, (name, compiled) in enumerate(zip(names, kernels, strict=True)):
            write_vitis(compiled, folder / name)
            lines += [
                f"namespace kernel{number} {{", f'#include "{name}/{name}.cpp"',
                "#define main run", f'#include "{name}/tb_{name}.cpp"', "#undef main", "}",
            ]  # fmt: skip
            cases.append(f"    case {number}: return kernel{number}::run(argc - 1, argv + 1);")
        lines += [
            "int main(int argc, char** argv) {", "  switch (std::atoi(argv[1])) {", *cases,
            "  }", "  return 2;", "}",
        ]  # fmt: skip
        source = folder / "batch.cpp"
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        compile_cpp([source], folder / "batch", include=[folder / names[0]], **options)
        return cls(folder, tuple(kernels))

    def run(self, number: int, values: Any) -> Any:
        """Run one kernel; arguments and result as for `run_csim`."""
        compiled = self.kernels[number]
        folder = self.folder / compiled.kernel.name
        return run_csim(compiled, values, folder, program=self.folder / "batch", number=number)


def fuzz_vitis(seeds: Sequence[int], work: Path, **options: Any) -> dict[int, Outcome]:
    """Random kernels: plain Python against C simulation of the emitted Vitis C++.

    Args:
        seeds: of the kernels.
        work: working folder.
        options: for `compile_cpp`.

    Returns:
        What became of each seed: `match`, `refused` (by the compiler or because Vitis HLS C++
        cannot express it, with the reason) or `mismatch`.
    """
    out: dict[int, Outcome] = {}
    live: list[tuple[int, Compiled, Any]] = []
    work.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        case = generate(seed)
        path = work / f"case{seed}.py"
        path.write_text(case.source, encoding="utf-8")
        kernel = load_kernel(path)
        try:
            values = values_for(kernel, case)
            compiled = compile_kernel(kernel)
            write_vitis(compiled, work / kernel.name)
        except (InputError, WorkError) as error:
            out[seed] = Outcome("refused", str(error))
            continue
        live.append((seed, compiled, values))
    if not live:
        return out
    batch = CsimBatch.build([compiled for _, compiled, _ in live], work, **options)
    for number, (seed, compiled, values) in enumerate(live):
        try:
            wrong = compare(compiled.kernel, values, batch.run(number, values))
        except WorkError as error:
            wrong = str(error)
        out[seed] = Outcome("mismatch", wrong) if wrong else Outcome("match")
    return out
