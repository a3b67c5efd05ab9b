"""The IP packager: interfaces, registers and parameters of one core."""

from dataclasses import dataclass, field
from pathlib import Path

from vivado_ip import VivadoError, kernel_shape


@dataclass
class Core:
    """An IP that is being packaged."""

    shape: object
    files: list
    values: dict = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)
    registers: dict = field(default_factory=dict)
    clocks: dict = field(default_factory=dict)
    saved: bool = False


class Packaging:
    """Commands of the namespace ipx; a part of `vivado_model.Vivado`."""

    # -- packaging -------------------------------------------------------------------------------

    def ipx_package_project(self, args):
        options, _ = self.options(
            args, "-root_dir", "-vendor", "-library", "-taxonomy", "-set_current"
        )
        if self.top is None:
            raise VivadoError("no top module is set")
        text = "\n".join(Path(f).read_text() for f in self.files)
        shape, signals = kernel_shape(text, self.top)
        self.core = Core(shape, list(self.files), clocks=signals)
        self.core.values = {"vendor": options["-vendor"], "library": options["-library"]}

    def ipx_current_core(self, args):
        return "ipx:core"

    def _known(self, name):
        return name in self.core.shape.interfaces or name in self.core.clocks

    def ipx_get_bus_interfaces(self, args):
        _, rest = self.options(args, "-of_objects")
        return f"ipx:bus:{rest[0]}" if self._known(rest[0]) else ""

    def ipx_infer_bus_interface(self, args):
        port, kind, _ = args
        if port not in self.core.shape.pins:
            raise VivadoError(f"there is no port {port}")
        if kind.split(":")[2] not in {"clock_rtl", "reset_rtl", "interrupt_rtl"}:
            raise VivadoError(f"there is no abstraction {kind}")
        self.core.clocks[port] = {}

    def ipx_get_bus_parameters(self, args):
        options, rest = self.options(args, "-of_objects")
        bus = options["-of_objects"].removeprefix("ipx:bus:")
        found = self.core.clocks.get(bus, {})
        return f"ipx:parameter:{bus}:{rest[0]}" if rest[0] in found else ""

    def ipx_add_bus_parameter(self, args):
        self.core.clocks[args[1].removeprefix("ipx:bus:")][args[0]] = None

    def ipx_associate_bus_interfaces(self, args):
        options, _ = self.options(args, "-busif", "-clock", "-reset")
        if not self._known(options["-clock"]):
            raise VivadoError(f"no clock interface {options['-clock']}")
        if "-busif" in options:
            self.core.shape.interfaces[options["-busif"]].clock = options["-clock"]

    def ipx_get_memory_maps(self, args):
        _, rest = self.options(args, "-of_objects")
        bus = self.core.shape.interfaces.get(rest[0])
        return "ipx:map" if bus and bus.mode == "slave" else ""

    def ipx_get_address_blocks(self, args):
        self.options(args, "-of_objects")
        return "ipx:block"

    def ipx_add_register(self, args):
        self.core.registers[args[0]] = {}
        return f"ipx:register:{args[0]}"

    def ipx_add_user_parameter(self, args):
        self.core.parameters[args[0]] = {}

    def ipx_get_user_parameters(self, args):
        _, rest = self.options(args, "-of_objects")
        return f"ipx:user:{rest[0]}" if rest[0] in self.core.parameters else ""

    def _set_ipx(self, target, name, value):
        kind, _, rest = target.removeprefix("ipx:").partition(":")
        known = {
            "core": {"name", "version", "display_name", "description", "supported_families"},
            "block": {"range", "usage", "name"},
            "register": {"address_offset", "size", "access", "description"},
            "user": {"value_resolve_type", "value_format", "value"},
            "parameter": {"value"},
        }[kind]
        if name not in known:
            raise VivadoError(f"{target} has no property {name}")
        if kind == "core":
            self.core.values[name] = value
        elif kind == "register":
            self.core.registers[rest][name] = value
        elif kind == "user":
            self.core.parameters[rest][name] = value
        elif kind == "block" and name == "range":
            for segment in self.core.shape.segments.values():
                segment.size = int(value)
        elif kind == "parameter":
            bus, _, parameter = rest.partition(":")
            self.core.clocks[bus][parameter] = value

    def ipx_create_xgui_files(self, args):
        self.log.append("xgui")

    def ipx_update_checksums(self, args):
        self.log.append("checksums")

    def ipx_check_integrity(self, args):
        loose = [n for n, i in self.core.shape.interfaces.items() if not i.clock]
        at = [r["address_offset"] for r in self.core.registers.values()]
        return "0" if loose or len(set(at)) != len(at) else "1"

    def ipx_save_core(self, args):
        values = self.core.values
        vlnv = ":".join(values[k] for k in ("vendor", "library", "name", "version"))
        self.core.saved = True
        self.catalogue[vlnv] = self.core
