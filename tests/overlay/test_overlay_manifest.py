"""The manifest: its schema, what it promises, and names that change with the contents."""

import json
from dataclasses import replace

import jsonschema
import pytest

from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.overlay.bitfile import read_bit, twin_claim
from hwpipe.overlay.kernel import board_design
from hwpipe.overlay.manifest import (
    Manifest,
    claim_bytes,
    load_manifest,
    manifest_schema,
    manifest_text,
    sha256_of,
)
from hwpipe.overlay.twin_files import MANIFEST, store, twin_files
from hwpipe.resources import data_dir


@pytest.fixture(scope="module")
def files():
    return twin_files(board_design("kv260"))


def test_an_entry_round_trips_and_agrees_with_the_schema(files, tmp_path):
    store(files, tmp_path)
    manifest = load_manifest(tmp_path / MANIFEST)
    assert manifest == Manifest((files.entry,))
    jsonschema.validate(json.loads(manifest_text(manifest)), manifest_schema())
    assert (tmp_path / MANIFEST).read_text() == manifest_text(manifest)


def test_hashes_are_those_of_the_files(files, tmp_path):
    bit = store(files, tmp_path)
    entry = load_manifest(tmp_path / MANIFEST).overlays[0]
    assert entry.bit.sha256 == sha256_of(bit.read_bytes())
    assert entry.hwh.sha256 == sha256_of(bit.with_suffix(".hwh").read_bytes())
    assert bit.stem == entry.stem
    assert entry.stem.endswith(entry.bit.sha256[:8])


def test_a_twin_vouches_for_its_entry(files):
    name, digest = twin_claim(read_bit(files.bit).data)
    assert name == "hwpipe_kv260_twin"
    assert digest.hex() == sha256_of(claim_bytes(files.entry))


@pytest.mark.parametrize("change", [
    {"ident": "0" * 16}, {"clock_hz": 1}, {"part": "xczu3eg-sfvc784-2-e"}, {"port_bits": 32},
    {"configuration": {"pi": 4}}, {"control_base": 0}, {"board": "zcu104"},
])  # fmt: skip
def test_any_claim_that_changes_changes_the_digest(files, change):
    assert claim_bytes(replace(files.entry, **change)) != claim_bytes(files.entry)


def test_another_configuration_or_clock_has_another_name(files):
    other = twin_files(board_design("kv260", ConvConfig(8, 8, 18)))
    slow = twin_files(board_design("kv260", clock_hz=150e6))
    assert len({files.entry.stem, other.entry.stem, slow.entry.stem}) == 3
    assert files.entry.ident != other.entry.ident
    assert files.entry.ident == slow.entry.ident


def test_a_new_overlay_of_a_board_replaces_its_files_and_no_others(files, tmp_path):
    old = store(files, tmp_path)
    kept = store(twin_files(board_design("zcu104")), tmp_path)
    new = store(twin_files(board_design("kv260", clock_hz=150e6)), tmp_path)
    assert not old.exists()
    assert not old.with_suffix(".hwh").exists()
    assert kept.exists()
    assert new.exists()
    assert [e.stem for e in load_manifest(tmp_path / MANIFEST).overlays] == sorted(
        [kept.stem, new.stem]
    )


@pytest.mark.parametrize(("change", "message"), [
    (lambda r: r.update(format="x"), "is no manifest"),
    (lambda r: r.update(version=9), "version 9"),
    (lambda r: r["overlays"][0].pop("ident"), r"key overlays\.0\.ident"),
    (lambda r: r["overlays"][0].update(clock_hz="fast"), r"key overlays\.0\.clock_hz"),
    (lambda r: r["overlays"][0]["bit"].update(file="../../etc/x"), r"file '\.\./\.\./etc/x'"),
])  # fmt: skip
def test_damaged_manifests_are_refused(files, tmp_path, change, message):
    raw = json.loads(manifest_text(Manifest((files.entry,))))
    change(raw)
    path = tmp_path / MANIFEST
    path.write_text(json.dumps(raw))
    with pytest.raises(InputError, match=message):
        load_manifest(path)


def test_a_folder_without_manifest_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match="hwpipe overlay twin"):
        load_manifest(tmp_path / MANIFEST)


def test_the_published_schema_is_that_of_the_code():
    path = data_dir("bitstreams") / "manifest.schema.json"
    assert json.loads(path.read_text()) == manifest_schema(), (
        "run `python -m hwpipe.overlay.bitstreams`"
    )


def test_the_twins_in_bitstreams_are_those_that_the_code_makes():
    manifest = load_manifest(data_dir("bitstreams") / MANIFEST)
    for entry in manifest.find(twin=True):
        made = twin_files(board_design(entry.board))
        assert made.entry == entry, "run `python -m hwpipe.overlay.bitstreams`"
        folder = data_dir("bitstreams")
        assert (folder / entry.bit.file).read_bytes() == made.bit
        assert (folder / entry.hwh.file).read_bytes() == made.hwh
    listed = {f.file for e in manifest.overlays for f in (e.bit, e.hwh)}
    there = {p.name for p in data_dir("bitstreams").iterdir()} - {"ecp5"}  # has its own manifest
    assert there == listed | {MANIFEST, "manifest.schema.json"}
