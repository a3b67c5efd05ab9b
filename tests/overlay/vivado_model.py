"""Commands of Vivado that boards/vivado/*.tcl call, as checks of their arguments.

No synthesis takes place: block designs are kept as cells, nets and address segments, and what
Vivado would refuse raises `VivadoError` with a message of its own.
"""

import tkinter
from pathlib import Path

from vivado_bd import BlockDesign
from vivado_ip import ALLOWED, CATALOGUE, VivadoError
from vivado_ipx import Packaging

_FLAGS = {"-quiet", "-force", "-norecurse", "-top", "-import_files", "-latest_file_version"}


class Vivado(BlockDesign, Packaging):
    """A session; `run(script, argv)` executes a script in it."""

    def __init__(self, *, version="2025.2", boards=(), slack="0.1", fails=None):
        self.version, self.boards, self.slack, self.fails = version, boards, slack, fails
        self.tcl = tkinter.Tcl()
        self.projects, self.parts, self.log = [], {}, []
        self.files, self.top, self.core, self.catalogue = [], None, None, {}
        self.cells, self.nets, self.buses, self.ports = {}, [], [], {}
        self.assigned, self.excluded, self.runs = [], set(), {}
        self.bd, self.valid, self.properties, self.preset = None, False, {}, set()
        for name in dir(self):
            if name.startswith(("do_", "ipx_")):
                command = name[3:] if name.startswith("do_") else f"ipx::{name[4:]}"
                self._register(command, getattr(self, name))

    def _register(self, command, function):
        def call(*args):
            try:
                return ("0", str(function(list(args)) or ""))
            except VivadoError as error:
                return ("1", f"{command}: {error}")
            except (ValueError, KeyError, IndexError, OSError) as error:
                return ("1", f"{command} {' '.join(args)}: {error}")

        hidden = "py_" + command.replace("::", "_")
        self.tcl.createcommand(hidden, call)
        self.tcl.eval("namespace eval ipx {}")
        self.tcl.eval(
            f"proc {command} args {{ lassign [{hidden} {{*}}$args] bad text; "
            "if {$bad} {return -code error $text}; return $text }"
        )

    def run(self, script, argv):
        self.tcl.call("set", "argv", argv)
        try:
            self.tcl.call("source", str(script))
        except tkinter.TclError as error:
            raise VivadoError(str(error)) from None

    def list(self, text):
        return self.tcl.splitlist(text)

    def options(self, args, *valued):
        """(options with values, what is left); unknown options are refused."""
        found, rest, at = {}, [], 0
        while at < len(args):
            if args[at] in valued:
                found[args[at]] = args[at + 1]
                at += 1
            elif args[at] in _FLAGS:
                found[args[at]] = True
            elif args[at].startswith("-") and not args[at][1:2].isdigit():
                raise VivadoError(f"unknown option {args[at]}")
            else:
                rest.append(args[at])
            at += 1
        return found, rest

    # -- projects and files ----------------------------------------------------------------------

    def do_version(self, args):
        return self.version

    def do_set_param(self, args):
        if args[0] != "board.repoPaths":
            raise VivadoError(f"unknown parameter {args[0]}")
        self.boards = (*self.boards, *(f"{b}:1.0" for b in Path(args[1]).read_text().split()))

    def do_create_project(self, args):
        options, rest = self.options(args, "-part")
        self.projects.append((rest[0], options["-part"]))
        self.files, self.top = [], None
        Path(rest[1]).mkdir(parents=True, exist_ok=True)

    def do_close_project(self, args):
        self.log.append(f"closed {self.projects[-1][0]}")

    def do_current_project(self, args):
        return "project"

    def do_current_fileset(self, args):
        return "fileset"

    def do_add_files(self, args):
        _, rest = self.options(args, "-fileset")
        for path in self.list(rest[0]):
            if not Path(path).exists():
                raise VivadoError(f"file {path} does not exist")
            self.files.append(path)

    def do_update_compile_order(self, args):
        self.options(args, "-fileset")

    def do_update_ip_catalog(self, args):
        if self.core is not None and not self.core.saved:
            raise VivadoError("the packaged IP was never saved")

    def do_get_board_parts(self, args):
        _, rest = self.options(args)
        prefix = rest[0].removesuffix("*")
        return " ".join(b for b in self.boards if b.startswith(prefix))

    def do_get_files(self, args):
        return args[0]

    def do_set_property(self, args):
        options, rest = self.options(args, "-dict")
        pairs = self.list(options["-dict"]) if "-dict" in options else rest[:2]
        target = rest[-1]
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            self._set(target, name, value)

    def _set(self, target, name, value):
        if not target:
            raise VivadoError(f"set_property {name}: no object")
        if target in self.cells:
            cell = self.cells[target]
            key = name.removeprefix("CONFIG.")
            if key not in cell.settings or key == name:
                raise VivadoError(f"{target} has no property {name}")
            if value not in ALLOWED.get(key, {value}):
                raise VivadoError(f"{name} of {target} cannot be {value}")
            cell.settings[key] = value
            if cell.vlnv in CATALOGUE:
                cell.shape = CATALOGUE[cell.vlnv][1](cell.settings)
        elif target.startswith("ipx:"):
            self._set_ipx(target, name, value)
        elif (target, name) == ("fileset", "top"):
            self.top = value
        elif target in {"project", "run:impl_1"}:
            known = {"board_part", "board_connections", "ip_repo_paths", "strategy"}
            if name not in known:
                raise VivadoError(f"{target} has no property {name}")
            self.properties[name] = value
        else:
            raise VivadoError(f"{target} has no property {name}")

    def do_get_property(self, args):
        name, target = args
        if not target.startswith("run:"):
            raise VivadoError(f"{target} has no property {name}")
        run = target[4:]
        return {
            "PROGRESS": "100%" if run in self.runs and self.fails != run else "50%",
            "STATUS": "Complete" if self.fails != run else "ERROR",
            "DIRECTORY": str(self.run_folder), "STATS.WNS": self.slack, "STATS.WHS": "0.02",
        }[name]  # fmt: skip

    # -- implementation --------------------------------------------------------------------------

    def do_generate_target(self, args):
        if args[1] != f"{self.bd}.bd":
            raise VivadoError(f"no block design {args[1]}")

    def do_make_wrapper(self, args):
        self.options(args, "-files")
        folder = self.project_folder / f"{self.bd}.gen/sources_1/bd/{self.bd}"
        (folder / "hw_handoff").mkdir(parents=True)
        (folder / "hw_handoff" / f"{self.bd}.hwh").write_text("handoff")
        path = folder / f"{self.bd}_wrapper.v"
        path.write_text(f"module {self.bd}_wrapper; endmodule")
        return str(path)

    @property
    def project_folder(self):
        return self.build / "project"

    @property
    def run_folder(self):
        return self.project_folder / f"{self.bd}.runs/impl_1"

    def do_get_runs(self, args):
        if args[0] not in {"synth_1", "impl_1"}:
            raise VivadoError(f"no run {args[0]}")
        return f"run:{args[0]}"

    def do_launch_runs(self, args):
        options, rest = self.options(args, "-jobs", "-to_step")
        if self.top != f"{self.bd}_wrapper":
            raise VivadoError(f"top is {self.top}")
        self.runs[rest[0]] = options.get("-to_step")
        if options.get("-to_step") == "write_bitstream":
            self.run_folder.mkdir(parents=True)
            (self.run_folder / f"{self.bd}_wrapper.bit").write_bytes(b"bits")

    def do_wait_on_run(self, args):
        if args[0] not in self.runs:
            raise VivadoError(f"{args[0]} was not launched")

    def do_open_run(self, args):
        self.do_wait_on_run(args)

    def do_report_utilization(self, args):
        options, _ = self.options(args, "-file")
        Path(options["-file"]).write_text("utilization")

    def do_report_timing_summary(self, args):
        options, _ = self.options(args, "-file")
        Path(options["-file"]).write_text("timing")
