"""The whole kernel as Vitis HLS C++: constants, processes, the top function, its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.emit_top import register_map
from hwpipe.hls.interp import process_order, writers
from hwpipe.hls.lang import Buffer, Mem, Stream
from hwpipe.hls.vitis.body import Body, block_type, parameter, stream_type
from hwpipe.hls.vitis.cpp import ap_type, exact_type, identifier, literal, top_identifier
from hwpipe.hls.vitis.pragmas import partition_pragmas, storage_pragma
from hwpipe.hls.vitis.script import DEFAULT_PART, script
from hwpipe.hls.vitis.testbench import testbench

__all__ = ["arguments", "emit_vitis", "write_vitis"]

#: Largest memory that co-simulation should allocate for a pointer whose length nobody gave.
COSIM_DEPTH = 1 << 16


def arguments(compiled: Compiled) -> list[str]:
    """Arguments of the top function: what is not between two processes, in source order."""
    inner = {
        name
        for name, channel in compiled.channels.items()
        if channel.source and channel.sink and name in compiled.kernel.objects
    }
    return [
        name
        for name, item in compiled.kernel.objects.items()
        if name not in inner and not isinstance(item, Buffer)
    ]


def bundles(compiled: Compiled) -> dict[str, str]:
    """Bundle of each argument in memory.

    In a dataflow region of Vitis HLS one process may read a bundle and one may write it; where
    the schedule lets more of them share one (hwpipe's own ports arbitrate), the later ones get a
    bundle of their own, named after the argument.
    """
    kernel = compiled.kernel
    out: dict[str, str] = {}
    users: dict[tuple[str, bool], str] = {}
    for name in kernel.of_kind("mem"):
        bundle, _ = compiled.schedule.bundles.get(name, ("gmem", 64))
        write = bool(writers(kernel, name))
        process = kernel.users(name)[0]
        if users.setdefault((bundle, write), process) != process:
            bundle = f"{bundle}_{name}"
        out[name] = bundle
    return out


def _check(compiled: Compiled) -> None:
    kernel = compiled.kernel
    for name in kernel.of_kind("mem"):
        users = kernel.users(name)
        if len(users) > 1:
            raise InputError(
                f"{name} is used by {len(users)} processes ({', '.join(users)}) in Vitis HLS C++",
                where=kernel.path.name, limit="one process for an m_axi argument",
                remedy="give each process an argument of its own and pass one address twice",
            )  # fmt: skip


def interface_pragmas(compiled: Compiled, depths: Mapping[str, int]) -> list[str]:
    """Interface pragmas of the top function; register offsets are those of hwpipe's own map."""
    kernel, registers = compiled.kernel, register_map(compiled)
    bundle_of = bundles(compiled)
    out = []
    for name in arguments(compiled):
        item, c = kernel.objects[name], identifier(name)
        if isinstance(item, Stream):
            out.append(f"#pragma HLS interface axis port={c}")
            continue
        if isinstance(item, Mem):
            _, width = compiled.schedule.bundles.get(name, ("gmem", 64))
            burst = compiled.schedule.burst_beats.get(name, 64)
            way = "write" if writers(kernel, name) else "read"
            asked = compiled.schedule.bundles.get(name, ("gmem", 64))[0]
            if asked != bundle_of[name]:
                out.append(
                    f"// Another process uses {asked} to {way}; Vitis HLS takes one each way."
                )
            depth = depths.get(name, min(item.size, COSIM_DEPTH))
            out.append(
                f"#pragma HLS interface m_axi port={c} bundle={bundle_of[name]} offset=slave "
                f"max_widen_bitwidth={width} max_{way}_burst_length={burst} depth={depth}"
            )
        out.append(
            f"#pragma HLS interface s_axilite port={c} bundle=control "
            f"offset=0x{registers.offset(name):02x}"
        )
    return [*out, "#pragma HLS interface s_axilite port=return bundle=control"]


def _top(compiled: Compiled, depths: Mapping[str, int]) -> list[str]:
    kernel, schedule = compiled.kernel, compiled.schedule
    lines = [f"{_prototype(compiled)} {{", *interface_pragmas(compiled, depths)]
    if len(kernel.processes) > 1:
        lines.append("#pragma HLS dataflow")
    outside = set(arguments(compiled))
    for name, item in kernel.objects.items():
        if name in outside:
            continue
        c = identifier(name)
        if isinstance(item, Stream):
            lines.append(f'  hls::stream<{stream_type(item)} > {c}("{c}");')
            depth = compiled.channels[name].depth
            lines.append(f"#pragma HLS stream variable={c} depth={depth}")
        elif isinstance(item, Buffer):
            halves = schedule.buffer_depth.get(name, 2)
            more = f", {halves}" if halves != 2 else ""
            lines.append(f"  hls::stream_of_blocks<{block_type(name)}{more}> {c};")
            lines += partition_pragmas(c, schedule.partitions.get(name, {}), len(item.shape))
            storage = storage_pragma(c, schedule.ram_styles.get(name, "auto"))
            lines += [storage] if storage else []
    for process in process_order(kernel):
        names = next(p for p in kernel.processes if p.name == process).arguments
        call = ", ".join(identifier(n) for n in names)
        lines.append(f"  {function_name(compiled, process)}({call});")
    return [*lines, "}"]


def function_name(compiled: Compiled, process: str) -> str:
    """C++ function of a process; the top function has the kernel's name."""
    return identifier(f"{compiled.kernel.name}_{process}")


def _prototype(compiled: Compiled) -> str:
    head = f"void {top_identifier(compiled.kernel.name)}("
    names = arguments(compiled)
    parts = [parameter(n, compiled.kernel.objects[n]) for n in names]
    return head + (",\n" + " " * len(head)).join(parts) + ")"


def _flat(value: Any) -> list[int]:
    if isinstance(value, list | tuple):
        return [v for part in value for v in _flat(part)]
    return [int(value)]


def _initializer(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "{" + ", ".join(_initializer(v) for v in value) + "}"
    return literal(int(value)).text


def _shape(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{len(value)}]{_shape(value[0])}"
    return ""


def _constants(compiled: Compiled, names: Sequence[str]) -> list[str]:
    out = []
    for name in names:
        value = compiled.kernel.namespace[name]
        c = identifier(name)
        if isinstance(value, list | tuple):
            flat = _flat(value)
            kind = exact_type(min(flat), max(flat))
            out.append(f"static const {kind} {c}{_shape(value)} = {_initializer(value)};")
        else:
            out.append(f"static const int {c} = {int(value)};")
    return out


def emit_vitis(
    compiled: Compiled, *, depths: Mapping[str, int] | None = None, part: str = DEFAULT_PART
) -> dict[str, str]:
    """Text of every file of a kernel for Vitis HLS, by name.

    Args:
        compiled: what `compile_kernel` made.
        depths: elements of each argument in memory, for the vendor's co-simulation.
        part: FPGA that the project script asks for.

    Raises:
        InputError: for what Vitis HLS C++ cannot say: a buffer acquired in one branch and
            released in another, an argument in memory that two processes use.
    """
    _check(compiled)
    kernel, schedule = compiled.kernel, compiled.schedule
    name = kernel.name
    top = top_identifier(name)
    taken = {top} | {function_name(compiled, p.name) for p in kernel.processes}
    taken |= {k for k, v in kernel.namespace.items() if isinstance(v, int | list | tuple)}
    functions: list[str] = []
    used: dict[str, None] = {}
    for process in kernel.processes:
        body = Body(kernel, process, schedule, compiled.process(process.name).ii, taken)
        functions += [*body.write(function_name(compiled, process.name)), ""]
        used.update(body.constants)
    blocks = [
        f"typedef {ap_type(item.dtype)} {block_type(n)}{''.join(f'[{e}]' for e in item.shape)};"
        for n, item in kernel.objects.items()
        if isinstance(item, Buffer)
    ]
    constants = _constants(compiled, list(used))
    include = ['#include "hls_streamofblocks.h"'] if blocks else []
    source = [
        f"// Kernel {name}: Vitis HLS C++ made by hwpipe from {kernel.path.name}.",
        f'#include "{name}.h"', *include, "",
        *([*constants, ""] if constants else []),
        *([*blocks, ""] if blocks else []),
        *functions, *_top(compiled, depths or {}),
    ]  # fmt: skip
    guard = f"{top.upper()}_H"
    header = [
        f"// Kernel {name}: its top function.", f"#ifndef {guard}", f"#define {guard}", "",
        '#include "hwpipe_hls.h"', "",
        'extern "C" {', f"{_prototype(compiled)};", "}", "", "#endif",
    ]  # fmt: skip
    texts = {
        f"{name}.cpp": "\n".join(source) + "\n",
        f"{name}.h": "\n".join(header) + "\n",
        f"tb_{name}.cpp": testbench(compiled, arguments(compiled)),
        "script_vitis.tcl": script(name, top, schedule.clock_ns, part),
    }
    for shared in ("hwpipe_hls.h", "hwpipe_tb.h"):
        texts[shared] = include_file(shared)
    return texts


def include_file(name: str) -> str:
    """Text of a header that comes with the back end."""
    place = resources.files("hwpipe.hls.vitis") / "include" / name
    return place.read_text(encoding="utf-8")


def write_vitis(
    compiled: Compiled,
    out_dir: Path | str,
    *,
    depths: Mapping[str, int] | None = None,
    part: str = DEFAULT_PART,
) -> tuple[Path, ...]:
    """Write what `emit_vitis` gives into a folder (made if it is missing); gives the paths."""
    out = Path(out_dir)
    files = emit_vitis(compiled, depths=depths, part=part)
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
        paths.append(out / name)
    return tuple(paths)
