"""The command format as logic: which operation, whether its fields are in range, where they lie."""

from __future__ import annotations

from hwpipe.accel.command import OPS, POINTERS
from hwpipe.accel.format import COMMAND_BYTES, MAGIC, VERSION, fields
from hwpipe.accel.units import compiled_unit
from hwpipe.conv import ConvConfig
from hwpipe.hls.lang import Scalar

__all__ = ["emit_check", "positions"]

_FIRST_BIT = 64  # behind the head


def positions(op: str) -> dict[str, tuple[int, int]]:
    """(lowest bit, bits) of every field in the 1,024 bits of a command; pointers are `@name`."""
    out, at = {}, _FIRST_BIT
    for f in fields(op):
        out[f.name] = (at, f.bits)
        at += f.bits
    return out


def _range(text: str, bits: int, signed: bool, low: int, high: int) -> list[str]:
    """Conditions under which a field is out of range; none for limits that its bits hold."""
    least = -(1 << (bits - 1)) if signed else 0
    most = least + (1 << bits) - 1
    value = f"$signed({text})" if signed else text

    def literal(number: int) -> str:
        sign, s = ("-", "s") if number < 0 else ("", "s" if signed else "")
        return f"{sign}{bits}'{s}d{abs(number)}"

    found = []
    if low > least:
        found.append(f"{text} == {bits}'d0" if low == 1 else f"{value} < {literal(low)}")
    if high < most:
        found.append(f"{value} > {literal(high)}")
    return found


def emit_check(config: ConvConfig) -> str:
    """SystemVerilog of `hwp_command_check`, purely combinational.

    Args:
        config: whose kernels' limits are checked.
    """
    lines = [
        f"  wire head_bad = command[31:0] != 32'h{int.from_bytes(MAGIC, 'little'):08x} || "
        f"command[39:32] != 8'd{VERSION} || command[63:48] != 16'd0;",
    ]
    for number, op in enumerate(OPS):
        objects, at = compiled_unit(op, config).kernel.objects, _FIRST_BIT
        bad = []
        for f in fields(op):
            spec = objects.get(f.name)
            low, high = (spec.lo, spec.hi) if isinstance(spec, Scalar) else (f.low, f.high)
            text = f"command[{at + f.bits - 1}:{at}]"
            bad += [f"({c})" for c in _range(text, f.bits, f.signed, low, high)]
            at += f.bits
        if at < 8 * COMMAND_BYTES:
            bad.append(f"(|command[{8 * COMMAND_BYTES - 1}:{at}])")
        lines += [
            f"  assign unit[{number}] = command[47:40] == 8'd{number + 1};  // {op}",
            f"  wire bad_{op} = " + " ||\n      ".join(bad or ["1'b0"]) + ";",
        ]
    counts = " | ".join(f"(unit[{i}] ? 3'd{len(POINTERS[op])} : 3'd0)" for i, op in enumerate(OPS))
    faults = " || ".join(f"(unit[{i}] && bad_{op})" for i, op in enumerate(OPS))
    lines += [
        "  assign op_known = |unit;",
        f"  assign malformed = head_bad || {faults};",
        f"  assign pointers = {counts};",
    ]
    body = "\n".join(lines)
    return (
        "// What commands must look like, of `hwpipe.accel.format` and the kernels' limits.\n"
        "`default_nettype none\n/* verilator lint_off UNSIGNED */\n"
        "/* verilator lint_off CMPCONST */\n\nmodule hwp_command_check (\n"
        f"    input  wire [{8 * COMMAND_BYTES - 1}:0] command,\n"
        f"    output wire [{len(OPS) - 1}:0] unit,\n    output wire op_known,\n"
        "    output wire malformed,\n    output wire [2:0] pointers\n);\n\n"
        f"{body}\n\nendmodule\n\n`default_nettype wire\n"
    )
