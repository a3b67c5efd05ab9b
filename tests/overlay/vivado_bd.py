"""Block designs: cells, nets, address segments, and what makes one invalid."""

from dataclasses import dataclass

from vivado_ip import CATALOGUE, VivadoError


@dataclass
class Cell:
    vlnv: str
    settings: dict
    shape: object


class BlockDesign:
    """Commands on block designs; a part of `vivado_model.Vivado`."""

    # -- block design ----------------------------------------------------------------------------

    def do_create_bd_design(self, args):
        self.bd = args[0]

    def do_create_bd_cell(self, args):
        options, rest = self.options(args, "-type", "-vlnv")
        vlnv, name = options["-vlnv"], f"/{rest[0]}"
        if name in self.cells:
            raise VivadoError(f"{name} exists")
        if vlnv in self.catalogue:
            core = self.catalogue[vlnv]
            settings = {k: v["value"] for k, v in core.parameters.items()}
            self.cells[name] = Cell(vlnv, settings, core.shape)
        elif vlnv.startswith("xilinx.com:ip:") and vlnv.split(":")[2] in CATALOGUE:
            kind = vlnv.split(":")[2]
            settings, make = CATALOGUE[kind]
            self.cells[name] = Cell(kind, dict(settings), make(settings))
        else:
            raise VivadoError(f"IP {vlnv} is not in the catalogue")
        return name

    def do_apply_bd_automation(self, args):
        options, rest = self.options(args, "-rule", "-config")
        config = self.list(options["-config"])
        config = dict(zip(config[::2], config[1::2], strict=True))
        cell = self.cells[rest[0]]
        if options["-rule"] != f"xilinx.com:bd_rule:{cell.vlnv}":
            raise VivadoError(f"rule {options['-rule']} does not fit {rest[0]}")
        allowed = {"apply_board_preset"}
        if cell.vlnv == "processing_system7":
            allowed |= {"make_external", "Master", "Slave"}
            if "DDR" not in config.get("make_external", ""):
                raise VivadoError("DDR of the processing system has no pins")
        if set(config) - allowed:
            raise VivadoError(f"unknown configuration {set(config) - allowed}")
        if config["apply_board_preset"] == "1" and "board_part" not in self.properties:
            raise VivadoError("there is no board whose preset could be applied")
        self.preset.add(rest[0])

    def _find(self, path, kind):
        path = path if path.startswith("/") else f"/{path}"
        cell, _, name = path.rpartition("/")
        there = cell in self.cells and name in getattr(self.cells[cell].shape, kind)
        return path if there else ""

    def _lookup(self, args, kind):
        options, rest = self.options(args)
        found = self._find(rest[0], kind)
        if not found and "-quiet" not in options:
            raise VivadoError(f"no {kind[:-1]} {rest[0]}")
        return found

    def do_get_bd_pins(self, args):
        return self._lookup(args, "pins")

    def do_get_bd_intf_pins(self, args):
        return self._lookup(args, "interfaces")

    def do_get_bd_addr_spaces(self, args):
        return self._lookup(args, "spaces")

    def do_get_bd_ports(self, args):
        if args[0] not in self.ports:
            raise VivadoError(f"no port {args[0]}")
        return f"port:{args[0]}"

    def do_create_bd_port(self, args):
        options, rest = self.options(args, "-dir", "-from", "-to")
        width = int(options["-from"]) - int(options["-to"]) + 1
        self.ports[rest[0]] = (options["-dir"], width)

    def _pin(self, path):
        if path.startswith("port:"):
            direction, width = self.ports[path[5:]]
            return {"O": "I", "I": "O"}[direction], width
        cell, _, name = path.rpartition("/")
        pin = self.cells[cell].shape.pins[name]
        return pin.direction, pin.width

    def do_connect_bd_net(self, args):
        joined = [net for net in self.nets if net & set(args)]
        net = set(args).union(*joined)
        drivers = [p for p in net if self._pin(p)[0] == "O"]
        if len(drivers) > 1:
            raise VivadoError(f"{' and '.join(sorted(drivers))} drive one net")
        widths = {self._pin(p)[1] for p in net}
        if len(widths) > 1:
            raise VivadoError(f"width mismatch among {', '.join(sorted(net))}: {sorted(widths)}")
        self.nets = [n for n in self.nets if n not in joined] + [net]

    def _interface(self, path):
        cell, _, name = path.rpartition("/")
        return self.cells[cell].shape.interfaces[name]

    def do_connect_bd_intf_net(self, args):
        master, slave = args
        if (self._interface(master).mode, self._interface(slave).mode) != ("master", "slave"):
            raise VivadoError(f"{master} to {slave} is no connection of a master to a slave")
        for path in args:
            if any(path in pair for pair in self.buses):
                raise VivadoError(f"{path} is connected already")
        widths = {self._interface(p).width for p in args} - {None}
        if len(widths) > 1:
            raise VivadoError(f"width mismatch of {master} and {slave}: {sorted(widths)}")
        self.buses.append((master, slave))

    # -- addresses -------------------------------------------------------------------------------

    def _segments(self):
        return {
            f"{c}/{s}": v for c, cell in self.cells.items() for s, v in cell.shape.segments.items()
        }

    def do_get_bd_addr_segs(self, args):
        options, rest = self.options(args, "-of_objects")
        if "-of_objects" in options:
            prefix = options["-of_objects"].lower() + "/"
            return " ".join(s for s in self._segments() if s.lower().startswith(prefix))
        path = rest[0] if rest[0].startswith("/") else f"/{rest[0]}"
        if path.endswith("*"):
            return " ".join(s for s in self._segments() if s.startswith(path[:-1]))
        if path not in self._segments():
            raise VivadoError(f"no address segment {path}")
        return path

    def do_assign_bd_address(self, args):
        options, rest = self.options(args, "-target_address_space", "-offset", "-range")
        space, segment = options["-target_address_space"], rest[0]
        offset, size = int(options["-offset"], 0), int(options["-range"], 0)
        if size < 4096 or size & (size - 1):
            raise VivadoError(f"range {size:#x} of {segment} is no power of two from 4K")
        if offset % size and offset % (1 << 31):
            raise VivadoError(f"offset {offset:#x} of {segment} is no multiple of its range")
        there = self._segments()[segment]
        if size > there.size:
            raise VivadoError(f"range {size:#x} exceeds {segment}'s {there.size:#x}")
        if there.low is not None and not there.low <= offset < there.low + there.size:
            raise VivadoError(f"{segment} lies at {there.low:#x}, not at {offset:#x}")
        for other, name, low, high in self.assigned:
            if other == space and offset < high and low < offset + size:
                raise VivadoError(f"{segment} overlaps {name} in {space}")
        self.assigned.append((space, segment, offset, offset + size))

    def do_exclude_bd_addr_seg(self, args):
        options, rest = self.options(args, "-target_address_space")
        if rest[0] not in self._segments():
            raise VivadoError(f"no address segment {rest[0]}")
        self.excluded.add((options["-target_address_space"], rest[0]))

    def _reached(self, master):
        """Slave interfaces behind a master, through interconnects."""
        found, todo = [], [master]
        while todo:
            for a, b in self.buses:
                if a == todo[0]:
                    cell = b.rpartition("/")[0]
                    shape = self.cells[cell].shape
                    outs = [n for n, i in shape.interfaces.items() if i.mode == "master"]
                    if self.cells[cell].vlnv == "smartconnect":
                        todo += [f"{cell}/{n}" for n in outs]
                    else:
                        found.append(b)
            todo.pop(0)
        return found

    def do_validate_bd_design(self, args):
        if not self.preset:
            raise VivadoError("no board preset was applied to the processing system")
        on_net = {p for net in self.nets if any(self._pin(q)[0] == "O" for q in net) for p in net}
        on_bus = {p for pair in self.buses for p in pair}
        for name, cell in self.cells.items():
            for pin, what in cell.shape.pins.items():
                if what.required and f"{name}/{pin}" not in on_net:
                    raise VivadoError(f"pin {name}/{pin} is unconnected")
            for bus, what in cell.shape.interfaces.items():
                if f"{name}/{bus}" not in on_bus:
                    raise VivadoError(f"interface {name}/{bus} is unconnected")
                if not what.clock:
                    raise VivadoError(f"interface {name}/{bus} has no clock")
        self._same_clocks()
        self._all_assigned()
        self.valid = True

    def _driver(self, pin):
        net = next((n for n in self.nets if pin in n), ())
        return next((p for p in net if self._pin(p)[0] == "O"), None)

    def _same_clocks(self):
        for pair in self.buses:
            clocks = {
                self._driver(f"{p.rpartition('/')[0]}/{self._interface(p).clock}") for p in pair
            }
            if len(clocks) > 1:
                raise VivadoError(f"{' and '.join(pair)} have different clocks")

    def _all_assigned(self):
        for name, cell in self.cells.items():
            for space, master in cell.shape.spaces.items():
                for slave in self._reached(f"{name}/{master}"):
                    owner, _, bus = slave.rpartition("/")
                    # Segments of a PS's port carry another name than the port.
                    tag = bus.removesuffix("_FPD").removeprefix("S_AXI_")
                    for segment in self._segments():
                        inside = segment.startswith(f"{owner}/") and (
                            segment.lower().startswith(f"{slave.lower()}/")
                            or segment.rpartition("/")[2].startswith(f"{tag}_")
                        )
                        key = (f"{name}/{space}", segment)
                        done = {(s, g) for s, g, _, _ in self.assigned} | self.excluded
                        if inside and key not in done:
                            raise VivadoError(f"{segment} is not assigned in {key[0]}")

    def do_save_bd_design(self, args):
        if not self.valid:
            raise VivadoError("the design was not validated")
