"""`bitstreams/manifest.json`: every overlay with its hashes, kernel, clock and how it was built.

A twin's `.bit` holds the SHA-256 of its entry's claims (all but the `.bit`'s own name and hash), so
a `.hwh` or a configuration that changes gives another `.bit`, another name, and nothing stale is
found in a cache (pynq keeps metadata by the hash of the `.bit` alone).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError

__all__ = [
    "FORMAT",
    "VERSION",
    "Built",
    "Manifest",
    "OverlayEntry",
    "OverlayFile",
    "claim_bytes",
    "load_manifest",
    "manifest_schema",
    "manifest_text",
    "package_hash",
    "sha256_of",
]

FORMAT, VERSION = "hwpipe-bitstreams", 1
_MAX_BYTES = 16 * 2**20


@dataclass(frozen=True)
class OverlayFile:
    """A file beside the manifest: its name, bytes and SHA-256 in hexadecimal."""

    file: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Built:
    """How an overlay came about.

    Attributes:
        tool: `Vivado 2025.2`, `hwpipe twin`.
        hwpipe: version of hwpipe that emitted the RTL or the twin.
        command: that makes it again.
        timing_slack_s: worst setup slack after routing; None for a twin, which has none.
    """

    tool: str
    hwpipe: str
    command: str
    timing_slack_s: float | None = None


@dataclass(frozen=True)
class OverlayEntry:
    """One overlay.

    Attributes:
        stem: name of both files without suffix; ends with 8 digits of the `.bit`'s SHA-256, in a
            pip package with 8 digits for all of them and the name of the device.
        board: folder name under `boards/`.
        part: that the `.bit` is for.
        twin: True where the `.bit` configures nothing and only a twin takes it.
        vlnv: of the kernel.
        ident: the identity register, 16 hexadecimal digits.
        configuration: of the kernel.
        clock_hz: the kernel's clock.
        control_base: address of the kernel's registers.
        port_bits: width of the kernel's ports to memory.
        port_count: number of them.
        resources: `lut`, `ff`, `bram36`, `uram` and `dsp` after routing; None for a twin.
        built: how it came about.
        hwh: the hardware handoff.
        bit: the bitstream.
    """

    stem: str
    board: str
    part: str
    twin: bool
    vlnv: str
    ident: str
    configuration: Mapping[str, int | str]
    clock_hz: int
    control_base: int
    port_bits: int
    port_count: int
    resources: Mapping[str, float] | None
    built: Built
    hwh: OverlayFile
    bit: OverlayFile


@dataclass(frozen=True)
class Manifest:
    """The overlays by stem, sorted."""

    overlays: tuple[OverlayEntry, ...] = field(default=())

    def with_entry(self, entry: OverlayEntry, *, replace_board: bool = True) -> Manifest:
        """The manifest with an entry added.

        Args:
            entry: the new one.
            replace_board: leave out older entries of the same board and kind.
        """
        kept = [
            other
            for other in self.overlays
            if other.stem != entry.stem
            and not (replace_board and (other.board, other.twin) == (entry.board, entry.twin))
        ]
        return replace(self, overlays=tuple(sorted([*kept, entry], key=lambda e: e.stem)))

    def find(self, *, stem: str | None = None, board: str | None = None,
             twin: bool | None = None) -> list[OverlayEntry]:  # fmt: skip
        """Entries that agree with all that is given."""
        return [
            entry
            for entry in self.overlays
            if stem in (None, entry.stem)
            and board in (None, entry.board)
            and twin in (None, entry.twin)
        ]


def sha256_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def package_hash(manifest: Manifest) -> str:
    """8 digits that change with any overlay of a pip package: part of all its files' names."""
    return sha256_of("".join(sorted(e.bit.sha256 for e in manifest.overlays)).encode())[:8]


def claim_bytes(entry: OverlayEntry) -> bytes:
    """What a twin's `.bit` hashes: the entry without what follows from the `.bit` itself."""
    claims = asdict(entry)
    del claims["bit"], claims["stem"]
    claims["hwh"] = {"size_bytes": entry.hwh.size_bytes, "sha256": entry.hwh.sha256}
    return json.dumps(claims, sort_keys=True, separators=(",", ":")).encode()


def manifest_text(manifest: Manifest) -> str:
    """The file's text; equal manifests give equal text."""
    body = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def load_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Raises:
        InputError: no such file, or it is no manifest; names the key.
    """
    where = str(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("file is too large", where=where, limit=f"{_MAX_BYTES:,} bytes")
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=where,
            remedy="build an overlay: make -C boards/kv260, or hwpipe overlay twin",
        ) from None  # fmt: skip
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"is no JSON ({error})", where=where) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InputError(f"is no manifest (no key format = {FORMAT!r})", where=where)
    if raw.get("version") != VERSION:
        raise InputError(
            f"version {raw.get('version')!r}", where=where, limit=f"version {VERSION}",
            remedy="upgrade hwpipe, or build the overlay again",
        )  # fmt: skip
    from pydantic import TypeAdapter, ValidationError

    try:
        body = {key: value for key, value in raw.items() if key not in ("format", "version")}
        manifest = TypeAdapter(Manifest).validate_python(body)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"{first['msg'].lower()}, read {str(first.get('input'))[:60]!r}",
            where=f"{where}: key {key}",
        ) from None  # fmt: skip
    for entry in manifest.overlays:
        for file in (entry.bit, entry.hwh):
            if Path(file.file).name != file.file:
                raise InputError(f"file {file.file!r}", where=where,
                                 limit="a name in the manifest's folder")  # fmt: skip
    return manifest


def manifest_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a manifest."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Manifest).json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"{FORMAT} version {VERSION}"
    head = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    schema["properties"] = {**head, **schema["properties"]}
    schema["required"] = [*head, "overlays"]
    entry = schema["$defs"]["OverlayEntry"]["properties"]
    entry["ident"]["pattern"] = "^[0-9a-f]{16}$"
    entry["stem"]["pattern"] = r"^[a-z0-9_]+_[0-9a-f]{8}(\.[A-Za-z0-9_-]+)?$"
    schema["$defs"]["OverlayFile"]["properties"]["sha256"]["pattern"] = "^[0-9a-f]{64}$"
    return schema
