"""The pip package: built offline, found by `pynq.Overlay`, its notebook run on a twin."""

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
import zipfile

import pytest
from overlay_support import vivado_build

from hwpipe.errors import InputError
from hwpipe.overlay.adopt import adopt
from hwpipe.overlay.check import check_files
from hwpipe.overlay.check_design import check_design
from hwpipe.overlay.kernel import board_design, config_of_parameters
from hwpipe.overlay.manifest import load_manifest
from hwpipe.overlay.package import device_name, write_package
from hwpipe.overlay.twin_files import MANIFEST, store, twin_files

needs_pynq = pytest.mark.skipif(
    importlib.util.find_spec("pynq") is None, reason="pynq (hwpipe[pynq]) is not installed"
)


@pytest.fixture(scope="module")
def bits(tmp_path_factory):
    """Overlays of two boards: a twin of each, and what Vivado might have built for one."""
    folder = tmp_path_factory.mktemp("bits")
    for board in ("kv260", "zcu104"):
        store(twin_files(board_design(board)), folder)
    design = board_design("kv260")
    adopt(vivado_build(tmp_path_factory.mktemp("b") / "build", design), design, folder)
    return folder


@pytest.fixture(scope="module")
def installed(bits, tmp_path_factory):
    """The package installed into a folder of its own; (folder, name of the overlay)."""
    work = tmp_path_factory.mktemp("package")
    overlay = write_package(bits, [], work / "source", "lab-overlays")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "-q", "-w", str(work), str(work / "source")],
        check=True, capture_output=True,
    )  # fmt: skip
    [wheel] = work.glob("*.whl")
    site = work / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site, overlay


def test_a_package_has_the_files_that_pynq_looks_for(bits, tmp_path):
    overlay = write_package(bits, ["kv260"], tmp_path / "p")
    stem = overlay.removesuffix(".bit")
    folder = tmp_path / "p" / "hwpipe_overlays" / f"{overlay}.d"
    names = {path.name for path in folder.iterdir()}
    assert names == {
        f"{stem}.{device}.{suffix}"
        for device in ("KV260", "hwpipe-twin-kv260") for suffix in ("bit", "hwh")
    } | {MANIFEST}  # fmt: skip
    project = tomllib.loads((tmp_path / "p" / "pyproject.toml").read_text())["project"]
    assert set(project["entry-points"]) == {"pynq.overlays", "pynq.lib", "pynq.notebooks"}
    assert project["version"].endswith(stem.rpartition("_")[2])


def test_packed_overlays_still_fit_their_manifest(bits, tmp_path):
    overlay = write_package(bits, [], tmp_path / "p")
    folder = tmp_path / "p" / "hwpipe_overlays" / f"{overlay}.d"
    for entry in load_manifest(folder / MANIFEST).overlays:
        found, checks = check_files(folder / entry.bit.file)
        assert found is not None
        assert not [str(c) for c in checks + check_design(found) if not c.ok]


def test_the_name_changes_with_any_of_the_overlays(bits, tmp_path):
    one = write_package(bits, ["kv260"], tmp_path / "1")
    two = write_package(bits, [], tmp_path / "2")
    store(twin_files(board_design("kv260", clock_hz=150e6)), tmp_path / "slow")
    three = write_package(tmp_path / "slow", [], tmp_path / "3")
    assert len({one, two, three}) == 3


def test_equal_overlays_give_equal_packages(bits, tmp_path):
    for name in "ab":
        write_package(bits, [], tmp_path / name)
    first = {p.relative_to(tmp_path / "a"): p.read_bytes()
             for p in (tmp_path / "a").rglob("*") if p.is_file()}  # fmt: skip
    for path, raw in first.items():
        assert (tmp_path / "b" / path).read_bytes() == raw


def test_the_wheel_carries_everything(installed):
    site, overlay = installed
    stem = overlay.removesuffix(".bit")
    assert (site / "lab_overlays" / f"{overlay}.d" / f"{stem}.KV260.bit").exists()
    assert (site / "lab_overlays" / f"{overlay}.d" / MANIFEST).exists()
    assert (site / "lab_overlays" / "notebooks" / "accelerator.ipynb").exists()
    [entries] = site.glob("*.dist-info/entry_points.txt")
    assert "lab_overlays = lab_overlays.drivers" in entries.read_text()


def in_process(site, code, **environment):
    """Run code in a Python that finds the installed package."""
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=240,
        env={**os.environ, "PYTHONPATH": path, **environment}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@needs_pynq
@pytest.mark.parametrize("device", ["KV260", "hwpipe-twin-kv260", "hwpipe-twin-zcu104"])
def test_pynq_resolves_the_devices_own_file(installed, device):
    site, overlay = installed
    found = in_process(site, f"""
from pynq.bitstream import Bitstream
class Device: name = {device!r}
print(Bitstream({overlay!r}, device=Device()).bitfile_name)
""")  # fmt: skip
    stem = overlay.removesuffix(".bit")
    assert found == str(site / "lab_overlays" / f"{overlay}.d" / f"{stem}.{device}.bit")


@needs_pynq
def test_a_device_without_files_is_refused_by_pynq(installed):
    site, overlay = installed
    found = in_process(site, f"""
from pynq.bitstream import Bitstream
class Device: name = "Pynq-Z2"
try:
    Bitstream({overlay!r}, device=Device())
except OSError as error:
    print(error)
""")  # fmt: skip
    assert found == f"Bitstream file {overlay} does not exist."


@needs_pynq
def test_the_notebook_runs_from_top_to_bottom_on_a_twin(installed):
    from hwpipe.twin.process import start_twin

    site, overlay = installed
    book = json.loads((site / "lab_overlays" / "notebooks" / "accelerator.ipynb").read_text())
    cells = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
    assert len(cells) == 3
    code = "\n".join(cells)
    head, _, last = code.rpartition("\n")
    with start_twin("kv260", package=site / "lab_overlays" / f"{overlay}.d") as twin:
        told = in_process(site, f"{head}\nprint({last})", PYNQ_REMOTE_DEVICES=twin.address,
                          no_proxy="127.0.0.0/8,localhost")  # fmt: skip
    lines = told.splitlines()
    assert lines[0] == "hwpipe-twin-kv260 AcceleratorDriver"
    assert lines[1] == f"{board_design('kv260').ident:016x}"
    assert lines[2].startswith("SelfTest(device='hwpipe-twin-kv260")


def test_device_names_are_those_of_pynq_and_of_twins(bits):
    names = {device_name(e) for e in load_manifest(bits / MANIFEST).overlays}
    assert names == {"KV260", "hwpipe-twin-kv260", "hwpipe-twin-zcu104"}


def test_the_configuration_comes_back_from_the_parameters():
    from hwpipe.conv import ConvConfig
    from hwpipe.overlay.design import parameters_of

    design = board_design("kv260", ConvConfig(8, 8, 18))
    assert config_of_parameters("x", parameters_of(design)) == ConvConfig(8, 8, 18)
    with pytest.raises(InputError, match="x: states no pi, po"):
        config_of_parameters("x", {"HWPIPE_IDENT": "0x1"})


@pytest.mark.parametrize(("change", "message"), [
    (lambda b, t: write_package(b, ["pynq-z2"], t), "no overlay of pynq-z2"),
    (lambda b, t: write_package(b, ["kv26"], t), "board 'kv26' has no overlay"),
    (lambda b, t: write_package(b, [], t, "Bad_Name"), "package name 'Bad_Name'"),
    (lambda b, t: write_package(b, [], b), "is not empty"),
    (lambda b, t: write_package(t, [], t / "x"), "cannot be read"),
])  # fmt: skip
def test_packages_that_cannot_be_are_refused(bits, tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        change(bits, tmp_path)


def test_an_overlay_that_does_not_fit_is_not_packed(tmp_path):
    bit = store(twin_files(board_design("kv260")), tmp_path / "bits")
    bit.with_suffix(".hwh").write_text(bit.with_suffix(".hwh").read_text() + "\n")
    with pytest.raises(InputError, match="SHA-256 of the handoff"):
        write_package(tmp_path / "bits", [], tmp_path / "p")
    assert not (tmp_path / "p").exists()
