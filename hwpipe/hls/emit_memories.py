"""Memories of a process as SystemVerilog: ports of every bank, and the banks that it owns."""

from __future__ import annotations

from hwpipe.hls.emit_nodes import NodeEmitter, Port, address_bits, half_bits
from hwpipe.hls.ir import Node
from hwpipe.hls.process_ir import ArrayIR
from hwpipe.hls.sv_expr import as_signed, identifier

__all__ = ["MemoryEmitter"]


class MemoryEmitter(NodeEmitter):
    """Emits what stores and loads of a process need, after its nodes."""

    def address(self, array: ArrayIR, node: Node, stage: int) -> str:
        """Address bits of an access, with the half in front."""
        bits = address_bits(array) - half_bits(array)
        signal = self.at(node, stage)
        temp = f"addr_{identifier(array.name)}_{len(self.body)}"
        self.body.append(f"wire [{bits - 1}:0] {temp} = {as_signed(node, signal)};")
        if half_bits(array):
            return f"{{{self.half(array, stage)}, {temp}}}"
        return temp

    def half(self, array: ArrayIR, stage: int) -> str:
        """Number of the half in use, in a stage."""
        base = f"half_{identifier(array.name)}"
        source = f"{base}_reg"
        for k in range(1, stage + 1):
            copy = f"{base}_s{k}"
            if (copy, k) not in self.half_copies:
                self.half_copies.add((copy, k))
                self.decls.append(f"logic [{half_bits(array) - 1}:0] {copy};")
                self.clocked.append(f"{copy} <= {source};")
            source = copy
        return source

    def memories(self) -> None:
        """Emit the ports of every bank, and the memories that this process owns."""
        stores: dict[tuple[str, int], list[Node]] = {}
        for effect in self.ir.effects:
            if effect.op == "store":
                stores.setdefault(effect.attr, []).append(effect)
        for array in self.ir.arrays.values():
            if array.registers:
                continue
            for bank in range(array.banks):
                key = (array.name, bank)
                writes, reads = stores.get(key, []), self.loads.get(key, [])
                if reads or array.role != "local":
                    written = self._writes(array, bank, writes)
                    self._memory(array, bank, written, self._read(array, reads))

    def _writes(self, array: ArrayIR, bank: int, writes: list[Node]) -> tuple[str, str, str]:
        """Enable, address and data of a bank's write port."""
        width, name = array.dtype.width, self.bank(array.name, bank)
        we, waddr, wdata = "1'b0", f"{address_bits(array)}'d0", f"{width}'d0"
        enables = []
        for number, effect in enumerate(writes):
            stage = self.done.stage[effect.id]
            pred, where, value = effect.args
            enable = f"{self.live(stage)} && {self.truth(pred, stage)}"
            address = self.address(array, where, stage)
            data = as_signed(value, self.at(value, stage))
            temp = f"{name}_w{number}"
            self.body.append(f"wire {temp} = {enable};  // {self.ir.path}:{effect.line}")
            self.body.append(f"wire [{width - 1}:0] {temp}_data = {data};")
            enables.append(temp)
            waddr = address if number == 0 else f"{temp} ? {address} : ({waddr})"
            wdata = f"{temp}_data" if number == 0 else f"{temp} ? {temp}_data : ({wdata})"
        if enables:
            we = self.any_of(enables)
        return we, waddr, wdata

    def _read(self, array: ArrayIR, reads: list[Node]) -> str:
        """Address of a bank's read port: loads that exclude each other share it."""
        raddr = f"{address_bits(array)}'d0"
        for number, load in enumerate(reads):
            stage = self.done.stage[load.id]
            address = self.address(array, load.args[0], stage)
            if number == 0:
                raddr = address
                continue
            decides = self.done.shared.get(load.id)
            when = self.live(stage)
            if decides is not None:
                when += f" && {self.truth(decides, stage)}"
            raddr = f"({when}) ? {address} : ({raddr})"
        return raddr

    def _memory(
        self, array: ArrayIR, bank: int, written: tuple[str, str, str], raddr: str
    ) -> None:  # fmt: skip
        """The memory of a bank, or the ports to it where it stands between two processes."""
        width, bits = array.dtype.width, address_bits(array)
        name = self.bank(array.name, bank)
        we, waddr, wdata = written
        if array.role == "local":
            style = self.styles.get(f"{self.ir.name}.{array.name}", "auto")
            block = style == "block" or (style == "auto" and array.bank_depth * width > 1024)
            self.decls.append(f"wire [{width - 1}:0] {name}_rdata;")
            self.body.append(
                f"hwp_ram #(.WIDTH({width}), .DEPTH({array.bank_depth}), .ADDR_W({bits}), "
                f".BLOCK({int(block)})) u_{name} (\n"
                f"      .clk(ap_clk), .we({we}), .waddr({waddr}), .wdata({wdata}),\n"
                f"      .raddr({raddr}), .rdata({name}_rdata));"
            )
        elif array.role == "write":
            self.ports += [
                Port("output", 1, f"{name}_we"), Port("output", bits, f"{name}_waddr"),
                Port("output", width, f"{name}_wdata"),
            ]  # fmt: skip
            self.body.append(f"assign {name}_we = {we};")
            self.body.append(f"assign {name}_waddr = {waddr};")
            self.body.append(f"assign {name}_wdata = {wdata};")
        else:
            self.ports += [
                Port("output", bits, f"{name}_raddr"), Port("input", width, f"{name}_rdata")
            ]  # fmt: skip
            self.body.append(f"assign {name}_raddr = {raddr};")
