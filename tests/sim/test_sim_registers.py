"""The register map against the layout that Vitis HLS documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.rtl import MODULES, Argument, RegisterMap, module_files


def test_layout_of_vitis() -> None:
    # UG1399's example order: pointer, scalar, pointer, byte scalar
    layout = RegisterMap.of(
        [
            Argument("x", 64, bundle="gmem"),
            Argument("n", 32),
            Argument("y", 64, bundle="gmem"),
            Argument("flag", 1),
        ]
    )
    assert [placed.offset for placed in layout.arguments] == [0x10, 0x1C, 0x24, 0x30]
    assert layout.words == 10
    assert f"{layout.writable:010b}" == "0101101011"
    assert layout.address_bits == 6


def test_writes_split_and_check() -> None:
    layout = RegisterMap.of([Argument("a", 64), Argument("b", 8, signed=True)])
    writes = layout.writes({"a": 0x1_0000_0002, "b": -1})
    assert writes == [(0x10, 2), (0x14, 1), (0x1C, 0xFFFFFFFF)]
    with pytest.raises(InputError, match=r"argument b is 128 \(limit: -128 to 127\)"):
        layout.writes({"a": 0, "b": 128})
    with pytest.raises(InputError, match=r"no value for the kernel's arguments b$"):
        layout.writes({"a": 0})
    with pytest.raises(InputError, match=r"no register argument c \(limit: one of a, b\)"):
        layout.writes({"a": 0, "b": 0, "c": 0})
    with pytest.raises(InputError, match="two arguments are named a"):
        RegisterMap.of([Argument("a", 1), Argument("a", 1)])


@given(st.lists(st.integers(1, 64), max_size=30))
def test_no_two_arguments_overlap(widths: list[int]) -> None:
    layout = RegisterMap.of([Argument(f"a{i}", bits) for i, bits in enumerate(widths)])
    words = [
        placed.first_word + word
        for placed in layout.arguments
        for word in range(placed.argument.words)
    ]
    assert len(set(words)) == len(words)
    assert layout.writable == sum(1 << word for word in words)
    assert layout.writable < 1 << layout.words
    assert 0x10 + 4 * layout.words <= 1 << layout.address_bits
    # each argument is followed by a reserved word
    assert all(first + 1 not in words or first // 1 + 1 in words for first in words)


def test_modules_and_files_agree() -> None:
    files = module_files()
    assert [path.stem for path in files] == sorted(MODULES)
    for path in files:
        text = path.read_text()
        used = {name for name in MODULES if name != path.stem and f"  {name} #(" in text}
        assert used == set(MODULES[path.stem]), path.name
        assert text.count("`default_nettype none") == 1
        assert text.rstrip().endswith("`default_nettype wire")
    with pytest.raises(InputError, match="there is no run-time module hwp_nothing"):
        module_files(["hwp_nothing"])
