"""Headless Chromium as a pair of eyes: the DOM after scripts ran, and pixels."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import numpy.typing as npt

BROWSER = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        if (found := shutil.which(name))
    ),
    None,
)

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--enable-logging=stderr",
)  # fmt: skip
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"})


@dataclass
class Element:
    """A node of the page: tag, attributes, children, own text."""

    tag: str
    attributes: dict[str, str]
    children: list[Element]
    parts: list[str]

    def all(self) -> list[Element]:
        found = [self]
        for child in self.children:
            found += child.all()
        return found

    def select(self, tag: str = "", css: str = "") -> list[Element]:
        return [
            e
            for e in self.all()
            if (not tag or e.tag == tag)
            and (not css or css in e.attributes.get("class", "").split())
        ]

    @property
    def text(self) -> str:
        return "".join(self.parts) + "".join(c.text for c in self.children)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {}, [], [])
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs}, [], [])
        self.stack[-1].children.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Element(tag, {k: v or "" for k, v in attrs}, [], []))

    def handle_endtag(self, tag: str) -> None:
        if any(e.tag == tag for e in self.stack[1:]):
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.stack[-1].parts.append(data)


def parse(page: str) -> dict[str, Element]:
    """Elements by id, and the whole page as "" ."""
    builder = _Builder()
    builder.feed(page)
    found = {e.attributes["id"]: e for e in builder.root.all() if "id" in e.attributes}
    found[""] = builder.root
    return found


def _run(page: Path, *flags: str) -> tuple[str, list[str]]:
    assert BROWSER is not None
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [BROWSER, *_FLAGS, f"--user-data-dir={profile}", "--virtual-time-budget=20000",
             *flags, page.resolve().as_uri()],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
    console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
    return done.stdout, console


def dump_dom(page: Path) -> tuple[dict[str, Element], list[str]]:
    """The page after its scripts ran, and what they wrote to the console."""
    dom, console = _run(page, "--dump-dom", "--window-size=1280,900")
    return parse(dom), console


def screenshot(
    page: Path, target: Path, width: int = 1280, height: int = 900, *, dark: bool = False
) -> npt.NDArray[np.uint8]:
    """Pixels of the top of the page, shape (height, width, 3)."""
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    _run(page, f"--screenshot={target}", f"--window-size={width},{height}", scheme)
    return decode_png(target.read_bytes())


def decode_png(data: bytes) -> npt.NDArray[np.uint8]:
    """Decode an 8-bit RGB or RGBA PNG without interlacing (PNG specification, section 9)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    at, body = 8, b""
    width = height = channels = 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", chunk)
            assert (depth, interlace) == (8, 0)
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            body += chunk
        at += 12 + length
    raw = np.frombuffer(zlib.decompress(body), dtype=np.uint8).reshape(height, -1)
    image = np.zeros((height, width * channels), dtype=np.uint8)
    for y in range(height):
        line = raw[y, 1:].astype(np.int64)
        above = image[y - 1].astype(np.int64) if y else np.zeros(width * channels, np.int64)
        match raw[y, 0]:
            case 0:
                image[y] = line
            case 1:
                image[y] = np.cumsum(line.reshape(-1, channels), axis=0).reshape(-1) & 255
            case 2:
                image[y] = (line + above) & 255
            case kind:
                image[y] = _predicted(line, above, channels, int(kind))
    return image.reshape(height, width, channels)[:, :, :3]


def _predicted(
    line: npt.NDArray[np.int64], above: npt.NDArray[np.int64], channels: int, kind: int
) -> list[int]:
    values, up = line.tolist(), above.tolist()
    out = [0] * len(values)
    for i, value in enumerate(values):
        a = out[i - channels] if i >= channels else 0
        b, c = up[i], up[i - channels] if i >= channels else 0
        if kind == 3:
            guess = (a + b) // 2
        else:
            p = a + b - c
            guess = min(((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c)))[2]
        out[i] = (value + guess) & 255
    return out


def without_scripts(page: str) -> str:
    """The page less its script elements, which hold plotly's own source."""
    return re.sub(r"<script\b.*?</script>", "", page, flags=re.S)
