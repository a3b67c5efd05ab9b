"""`.bit` files: the header, real configuration data told apart from a twin's, the word swap.

Layout of the header (found by reading Vivado's files, and what `pynq` parses): a field of 9 bytes,
the number 1, then fields a (design), b (part), c (date), d (time), each a letter, a 16-bit length
and NUL-terminated text, then e and a 32-bit length of what follows; big-endian throughout.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from hwpipe.errors import InputError

__all__ = [
    "SYNC_WORD", "TWIN_MAGIC", "BitFile", "check_device", "read_bit", "swap_words", "twin_bit",
    "twin_claim",
]  # fmt: skip

#: Begins the configuration of every AMD device of these families (UG470, UG570): without it the
#: device ignores what follows.
SYNC_WORD = bytes.fromhex("aa995566")
TWIN_MAGIC = b"HWPIPE-TWIN:"
_FIRST_FIELD = bytes.fromhex("0ff00ff00ff00ff000")
_DIGEST_BYTES = 32
_MAX_NAME = 200


@dataclass(frozen=True)
class BitFile:
    """A parsed `.bit` file.

    Attributes:
        design: text of field a, options after the first `;` included.
        part: field b, the device, package and speed grade.
        date: field c.
        time: field d.
        data: what the device would be configured with.
    """

    design: str
    part: str
    date: str
    time: str
    data: bytes

    @property
    def is_twin(self) -> bool:
        """Whether it is a twin's file, which configures nothing."""
        return self.data.startswith(TWIN_MAGIC)

    @property
    def is_real(self) -> bool:
        """Whether it holds configuration data: a sync word among its first 4 KB."""
        return not self.is_twin and SYNC_WORD in self.data[:4096]


def swap_words(data: bytes) -> bytes:
    """Reverse the bytes of each 32-bit word, as `pynq` does from `.bit` to `.bin` and back.

    Raises:
        InputError: the length is no multiple of 4.
    """
    if len(data) % 4:
        raise InputError(f"{len(data)} bytes of configuration", limit="a multiple of 4")
    swapped = bytearray(len(data))
    for byte in range(4):
        swapped[byte::4] = data[3 - byte :: 4]
    return bytes(swapped)


def read_bit(raw: bytes, where: str = "bitstream") -> BitFile:
    """Parse a `.bit` file.

    Raises:
        InputError: it is cut short, or no `.bit` file.
    """

    def wrong(what: str) -> InputError:
        return InputError(f"is no .bit file: {what}", where=where,
                          remedy="copy or build it again")  # fmt: skip

    def take(at: int, size: int) -> bytes:
        if at + size > len(raw):
            raise wrong(f"ends after {len(raw)} bytes, within its header")
        return raw[at : at + size]

    at = 2 + int.from_bytes(take(0, 2), "big")
    if at != 2 + len(_FIRST_FIELD) or take(at, 2) != b"\0\1":
        raise wrong("its first bytes are not those of a header")
    at += 2
    fields: dict[str, str] = {}
    for letter in "abcd":
        if take(at, 1) != letter.encode():
            raise wrong(f"field {letter} is missing")
        size = int.from_bytes(take(at + 1, 2), "big")
        text = take(at + 3, size)
        if not text.endswith(b"\0") or not text[:-1].isascii():
            raise wrong(f"field {letter} is no text")
        fields[letter] = text[:-1].decode("ascii")
        at += 3 + size
    if take(at, 1) != b"e":
        raise wrong("field e is missing")
    size = int.from_bytes(take(at + 1, 4), "big")
    data = raw[at + 5 :]
    if len(data) != size:
        raise wrong(f"field e promises {size} bytes, {len(data)} follow")
    if size % 4:
        raise wrong(f"{size} bytes of configuration are no whole words")
    return BitFile(fields["a"], fields["b"], fields["c"], fields["d"], data)


def check_device(raw: bytes, device: str, where: str = "bitstream") -> None:
    """Refuse to load a twin's file on a device that is no twin.

    The programmable logic would stay as it is, and a register access to logic that is not there
    stops a Zynq for good.

    Args:
        raw: the `.bit` file.
        device: what the device calls itself.
        where: for messages.

    Raises:
        InputError: naming the device.
    """
    if TWIN_MAGIC in raw[:4096] and "twin" not in device:
        raise InputError(
            f"is a twin's file, which configures nothing, and {device or 'this board'} is no twin",
            where=where, remedy="build a bitstream with make -C boards/BOARD, or name a twin",
        )  # fmt: skip


def _write(design: str, part: str, data: bytes) -> bytes:
    raw = len(_FIRST_FIELD).to_bytes(2, "big") + _FIRST_FIELD + b"\0\1"
    for letter, text in (("a", design), ("b", part), ("c", "1970/01/01"), ("d", "00:00:00")):
        field = text.encode("ascii") + b"\0"
        raw += letter.encode() + len(field).to_bytes(2, "big") + field
    return raw + b"e" + len(data).to_bytes(4, "big") + data


def twin_bit(name: str, part: str, manifest: bytes) -> bytes:
    """The `.bit` file of a twin: it names the design and its manifest entry, nothing else.

    Args:
        name: of the overlay.
        part: as a real file's header writes it (`PartName.in_bit`).
        manifest: bytes of the manifest entry (`hwpipe.overlay.manifest.claim_bytes`).

    Returns:
        A header and `HWPIPE-TWIN:<name>`, NUL, SHA-256 of `manifest`, zeros to a whole word.

    Raises:
        InputError: a name that is no plain text of at most 200 characters.
    """
    if not name.isascii() or not name.isprintable() or not 1 <= len(name) <= _MAX_NAME:
        raise InputError(f"overlay name {name[:40]!r}", limit=f"1 to {_MAX_NAME} ASCII characters")
    data = TWIN_MAGIC + name.encode() + b"\0" + hashlib.sha256(manifest).digest()
    data += b"\0" * (-len(data) % 4)
    if SYNC_WORD in data or SYNC_WORD in swap_words(data):
        # One digest in 10^8; a device must never find its sync word in a twin's file.
        raise InputError(f"the digest of overlay {name} holds a sync word", remedy="rename it")
    return _write(f"{name};UserID=0XFFFFFFFF;HWPIPE-TWIN", part, data)


def twin_claim(data: bytes, *, swapped: bool = False) -> tuple[str, bytes]:
    """Name and SHA-256 of the manifest entry that a twin's file states.

    Args:
        data: of a `.bit` file without its header, or the `.bin` that `pynq` makes of it.
        swapped: it is such a `.bin`.

    Raises:
        InputError: it is not a twin's file.
    """
    if swapped:
        data = swap_words(data)
    name, nul, rest = data.removeprefix(TWIN_MAGIC).partition(b"\0")
    padded = -(len(TWIN_MAGIC) + len(name) + 1 + _DIGEST_BYTES) % 4
    if (
        not data.startswith(TWIN_MAGIC)
        or not nul
        or not 1 <= len(name) <= _MAX_NAME
        or not name.isascii()
        or len(rest) != _DIGEST_BYTES + padded
        or any(rest[_DIGEST_BYTES:])
    ):
        raise InputError("is not the file of a twin", limit=f"configuration that begins with "
                         f"{TWIN_MAGIC.decode()}", remedy="load it on a board")  # fmt: skip
    return name.decode("ascii"), rest[:_DIGEST_BYTES]
