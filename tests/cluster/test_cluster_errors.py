"""Bad cluster files: one line each, with file, key, value, limit and remedy."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster import example_clusters, load_cluster
from hwpipe.cluster.tomlfile import MAX_TOML_BYTES
from hwpipe.errors import InputError

TWO = """
[[device]]
name = "a"
type = "h100"
[[device]]
name = "b"
type = "v100"
"""
SWITCH = '[topology]\nkind = "switch"\nbandwidth = "1 GB/s"\n'
ONE = '[[device]]\nname = "a"\ntype = "h100"\n'


def error_of(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        load_cluster(path)
    assert caught.value.exit_code == 2
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 1000
    return message


CASES = {
    # Keys and types of the file.
    "unknown device type": (
        '[[device]]\ntype = "h10"\n',
        r"FILE, device\[0\]\.type: unknown device type 'h10'; did you mean h100( or [\w-]+)*\?",
    ),
    "unknown key with a close match": (
        ONE + "memroy = 3\n",
        r"FILE, device\[0\]: unknown key 'memroy'; did you mean memory( or \w+)*\?",
    ),
    "unknown key at the top": (
        'clustername = "x"\n' + ONE,
        r"FILE: unknown key 'clustername'; known are device, link, name, ordered, topology",
    ),
    "unknown key without a match": (
        ONE + "zzz = 3\n",
        r"FILE, device\[0\]: unknown key 'zzz'; known are array, busy_power, .*, type",
    ),
    "unknown key in a nested table": (
        '[[device]]\ntype = "systolic"\narray = { row = 3 }\n',
        r"FILE, device\[0\]\.array: unknown key 'row'; did you mean rows\?",
    ),
    "missing type": (
        '[[device]]\nname = "a"\n',
        r"FILE, device\[0\]: lacks the key 'type'; add type = \.\.\.",
    ),
    "misspelt type, which is also a missing one": (
        '[[device]]\ntpye = "h100"\n',
        r"FILE, device\[0\]: unknown key 'tpye'; did you mean type( or dtype)?\?",
    ),
    "no device": ("device = []\n", r"FILE, device: no device; add a \[\[device\]\] block"),
    "empty file": ("", r"FILE: lacks the key 'device'; add a \[\[device\]\] block"),
    "table for array of tables": (
        '[device]\ntype = "h100"\n',
        r"FILE, device: \{'type': 'h100'\} is no array of tables; write \[\[device\]\]",
    ),
    "wrong type": (ONE + 'count = "4"\n', r"FILE, device\[0\]\.count: '4' is no whole number"),
    "bool for number": (
        ONE + "memory = true\n",
        r"FILE, device\[0\]\.memory: True is no quantity \(limit: 64 KiB to 1 PB\); "
        r'write for example memory = "16 GB"',
    ),
    "number for bool": (
        "ordered = 1\n" + ONE,
        r"FILE, ordered: 1 is neither true nor false",
    ),
    "bad name": (
        '[[device]]\nname = "0 gpu"\ntype = "h100"\n',
        r"FILE, device\[0\]\.name: '0 gpu' is no name "
        r"\(limit: a letter, then up to 63 letters, digits, '\.', '_' or '-'\)",
    ),
    # Figures.
    "negative memory": (
        ONE + 'memory = "-3 GB"\n',
        r"FILE, device\[0\]\.memory: '-3 GB' is out of range \(limit: 64 KiB to 1 PB\); "
        r'write for example memory = "16 GB"',
    ),
    "memory in a wrong unit": (
        ONE + 'memory = "40 GB/s"\n',
        r"FILE, device\[0\]\.memory: '40 GB/s' is no quantity in B \(limit: .*\); .*",
    ),
    "memory without a unit": (
        ONE + "memory = 40\n",
        r"FILE, device\[0\]\.memory: 40 B is out of range \(limit: .*\); .*",
    ),
    "absurd peak": (
        ONE + 'peak = { float32 = "30" }\n',
        r"FILE, device\[0\]\.peak\.float32: '30' is out of range "
        r"\(limit: 1 MFLOP/s to 100,000 PFLOP/s\); write for example float32 = \"30 TFLOP/s\"",
    ),
    "absurd power": (
        ONE + 'busy_power = "3 GW"\n',
        r"FILE, device\[0\]\.busy_power: '3 GW' is out of range \(limit: 0 to 1 MW\); .*",
    ),
    "idle above busy": (
        ONE + 'idle_power = "900 W"\n',
        r"FILE, device\[0\]: idle power 900 W is above busy power 700 W; "
        r"set idle_power and busy_power together",
    ),
    "clock without a unit": (
        '[[device]]\ntype = "systolic"\narray = { clock = 800 }\n',
        r"FILE, device\[0\]\.array\.clock: 800 Hz is out of range \(limit: 1 MHz to 100 GHz\); .*",
    ),
    "no peak for dtype": (
        '[[device]]\ntype = "v100"\ndtype = "bfloat16"\n',
        r"FILE, device\[0\]\.dtype: v100 has no peak rate for bfloat16 "
        r"\(limit: float32, float16, int8\); add peak = \{ bfloat16 = \.\.\. \}",
    ),
    "unknown dtype": (
        ONE + 'dtype = "fp16"\n',
        r"FILE, device\[0\]\.dtype: unknown value 'fp16' \(limit: float64, float32, .*, int4\)",
    ),
    "array on a GPU": (
        ONE + "array = { rows = 3 }\n",
        r"FILE, device\[0\]\.array: h100 is a gpu, it has no array; remove array",
    ),
    "engine on a TPU": (
        '[[device]]\ntype = "tpu-v3"\nengine = { pi = 3 }\n',
        r"FILE, device\[0\]\.engine: tpu-v3 is a tpu, it has no engine; remove engine",
    ),
    "engine too large": (
        '[[device]]\ntype = "pynq-z2"\nengine = { pi = 16, po = 16, macs_per_dsp = 1 }\n',
        r"FILE, device\[0\]\.engine: an engine of 16 x 16 needs 258 DSP slices "
        r"\(limit: 220 on pynq-z2\); use fewer lanes",
    ),
    "buffers too large": (
        '[[device]]\ntype = "pynq-z2"\nengine = { ifmap_buffer = "1 MiB" }\n',
        r"FILE, device\[0\]\.engine: an engine of 16 x 16 needs \d+ block RAMs \(36 Kb\) "
        r"\(limit: 140 on pynq-z2\); use fewer lanes or smaller buffers",
    ),
    "zero rows": (
        '[[device]]\ntype = "systolic"\narray = { rows = 0 }\n',
        r"FILE, device\[0\]\.array\.rows: 0 is out of range \(limit: 1 to 65,536\); .*",
    ),
    "fractional rows": (
        '[[device]]\ntype = "systolic"\narray = { rows = 1.5 }\n',
        r"FILE, device\[0\]\.array\.rows: 1\.5 is no whole number \(limit: .*\); .*",
    ),
    "missing profile": (
        ONE + 'profile = "none.json"\n',
        r"FILE, device\[0\]\.profile: no measured profile '.*none\.json'; check the path; .*",
    ),
    # Several devices.
    "duplicate names": (
        ONE + ONE + SWITCH,
        r"FILE, device\[1\]\.name: the name 'a' is taken by device\[0\]; give each device its own",
    ),
    "duplicate after counting": (
        '[[device]]\nname = "g1"\ntype = "h100"\n[[device]]\nname = "g"\ntype = "v100"\n'
        "count = 2\n" + SWITCH,
        r"FILE, device\[1\]\.name: the name 'g1' is taken by device\[0\]; .*",
    ),
    "too many in one block": (
        ONE + "count = 5000\n" + SWITCH,
        r"FILE, device\[0\]\.count: 5000 is out of range \(limit: 1 to 4,096\)",
    ),
    "too many in all": (
        ONE + "count = 4000\n" + ONE.replace('"a"', '"b"') + "count = 4000\n" + SWITCH,
        r"FILE: 8,000 devices \(limit: 4,096\); describe a part of the cluster",
    ),
    # Topology.
    "no topology": (
        TWO,
        r'FILE: 2 devices but no \[topology\]; add \[topology\] with kind = "switch" .*',
    ),
    "unknown topology": (
        TWO + '[topology]\nkind = "mesh"\n',
        r"FILE, topology\.kind: unknown value 'mesh' "
        r"\(limit: switch, ring, tree, all-to-all, pairs\)",
    ),
    "switch without bandwidth": (
        TWO + '[topology]\nkind = "switch"\n',
        r"FILE, topology: lacks the key 'bandwidth'; write for example bandwidth = .*",
    ),
    "key of another topology": (
        TWO + SWITCH + 'bandwidth_back = "1 GB/s"\n',
        r"FILE, topology: bandwidth_back has no meaning in kind 'switch' "
        r"\(limit: bandwidth, latency, overlap\); remove bandwidth_back",
    ),
    "port on a ring": (
        ONE + 'port = { latency = "1 us" }\n' + SWITCH.replace("switch", "ring"),
        r"FILE, device\[0\]\.port: a port has no meaning in kind 'ring' "
        r"\(limit: switch, tree\); use \[\[link\]\]",
    ),
    "group on a switch": (
        ONE + 'group = "g"\n' + SWITCH,
        r"FILE, device\[0\]\.group: a group has no meaning in kind 'switch' .*; remove group",
    ),
    "unknown group": (
        ONE + 'group = "rack1"\n[topology]\nkind = "tree"\n[[topology.group]]\nname = "rack0"\n',
        r"FILE, device\[0\]\.group: unknown group 'rack1'; did you mean rack0\?",
    ),
    "tree without groups": (
        ONE + 'group = "rack1"\n[topology]\nkind = "tree"\n',
        r"FILE, device\[0\]\.group: unknown group 'rack1'; add a \[\[topology\.group\]\] block",
    ),
    "unknown parent": (
        ONE + '[topology]\nkind = "tree"\n[[topology.group]]\nname = "r"\nparent = "q"\n',
        r"FILE, topology\.group\[0\]\.parent: unknown group 'q'; .*",
    ),
    "a group above itself": (
        ONE + '[topology]\nkind = "tree"\n[[topology.group]]\nname = "r"\nparent = "q"\n'
        '[[topology.group]]\nname = "q"\nparent = "r"\n',
        r"FILE, topology\.group\[0\]\.parent: group 'r' is its own ancestor; .*",
    ),
    "duplicate group": (
        ONE + '[topology]\nkind = "tree"\n' + '[[topology.group]]\nname = "r"\n' * 2,
        r"FILE, topology\.group\[1\]\.name: the name 'r' is taken",
    ),
    "tree without any rate": (
        TWO + '[topology]\nkind = "tree"\n',
        r"FILE, topology: no bandwidth anywhere between 'a' and 'b'; give the root, .*",
    ),
    # Links.
    "zero bandwidth": (
        TWO + '[topology]\nkind = "switch"\nbandwidth = 0\n',
        r"FILE, topology\.bandwidth: 0 B/s is out of range \(limit: 1 kB/s to 10 PB/s\); .*",
    ),
    "negative bandwidth": (
        TWO + '[topology]\nkind = "switch"\nbandwidth = "-1 GB/s"\n',
        r"FILE, topology\.bandwidth: '-1 GB/s' is out of range \(limit: .*\); "
        r'write for example bandwidth = "12\.5 GB/s"',
    ),
    "nan bandwidth": (
        TWO + '[topology]\nkind = "switch"\nbandwidth = nan\n',
        r"FILE, topology\.bandwidth: nan is out of range \(limit: .*\); .*",
    ),
    "infinite bandwidth": (
        TWO + '[topology]\nkind = "switch"\nbandwidth = inf\n',
        r"FILE, topology\.bandwidth: inf B/s is out of range \(limit: .*\); .*",
    ),
    "overflowing bandwidth": (
        TWO + '[topology]\nkind = "switch"\nbandwidth = "1e400 GB/s"\n',
        r"FILE, topology\.bandwidth: '1e400 GB/s' is out of range \(limit: .*\); .*",
    ),
    "latency in seconds by mistake": (
        TWO + SWITCH + "latency = 5\n",
        r"FILE, topology\.latency: 5 s is out of range \(limit: 0 to 1 s\); "
        r'write for example latency = "5 us"',
    ),
    "unknown end": (
        TWO + SWITCH + '[[link]]\nfrom = "a"\nto = "c"\nbandwidth = "1 GB/s"\n',
        r"FILE, link\[0\]\.to: unknown device 'c'; known are a, b",
    ),
    "link to itself": (
        TWO + SWITCH + '[[link]]\nfrom = "a"\nto = "a"\nbandwidth = "1 GB/s"\n',
        r"FILE, link\[0\]: joins 'a' with itself; name two devices",
    ),
    "link twice": (
        TWO + '[[link]]\nfrom = "a"\nto = "b"\nbandwidth = "1 GB/s"\n'
        '[[link]]\nfrom = "b"\nto = "a"\nbandwidth = "1 GB/s"\n',
        r"FILE, link\[1\]: the link from 'b' to 'a' is given twice; .*",
    ),
    "one way with a way back": (
        TWO + '[[link]]\nfrom = "a"\nto = "b"\nbandwidth = "1 GB/s"\nbandwidth_back = "1 GB/s"\n'
        "one_way = true\n",
        r"FILE, link\[0\]: bandwidth_back has no meaning with one_way; remove one of them",
    ),
    "link without bandwidth": (
        TWO + '[[link]]\nfrom = "a"\nto = "b"\n',
        r"FILE, link\[0\]: lacks the key 'bandwidth'; .*",
    ),
    "device alone": (
        TWO + '[topology]\nkind = "pairs"\n',
        r"FILE: device 'b' is connected to no other; add a \[\[link\]\] block",
    ),
    "two parts": (
        TWO + TWO.replace('"a"', '"c"').replace('"b"', '"d"')
        + '[[link]]\nfrom = "a"\nto = "b"\nbandwidth = "1 GB/s"\n'
        '[[link]]\nfrom = "c"\nto = "d"\nbandwidth = "1 GB/s"\n',
        r"FILE: device 'c' and 'a' lie in parts that no link joins; add a \[\[link\]\] block",
    ),
    # Files that are no cluster files.
    "TOML syntax": (
        "[[device]\n",
        r"FILE: TOML syntax: .*\(at line 1, column \d+\); correct it",
    ),
    "TOML key twice": ("a = 1\na = 2\n", r"FILE: TOML syntax: .*line 2.*; correct it"),
    "binary": (
        b"\x7fELF\x02\x01\x01\x00\xff\xfe",
        r"FILE: is no UTF-8 text \(byte 8\); name a TOML file",
    ),
    "null bytes": (b"a = 1\x00\n", r"FILE: TOML syntax: .*; correct it"),
    "too large": (
        b"#" * (MAX_TOML_BYTES + 1),
        r"FILE: file is too large \(limit: 2,000,000 bytes\)",
    ),
    "deep nesting": (
        "a = " + "[" * 100_000,
        r"FILE: arrays or tables are nested too deeply; flatten the file",
    ),
    "a number of 5,000 digits": (
        "a = " + "9" * 5000,
        r"FILE: TOML value: .*; correct it",
    ),
    "a table 3,000 deep": (
        ONE + "memory." + "a." * 3000 + "b = 1\n",
        r"FILE, device\[0\]\.memory: \{'a': .* is no quantity \(limit: .*\); .*",
    ),
    "a huge whole number": (
        ONE + "memory = " + "9" * 4000 + "\n",
        r"FILE, device\[0\]\.memory: 9+\.\.\.9+ is no quantity in B \(limit: .*\); .*",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_ends_in_one_line(case: str, tmp_path: Path):
    text, pattern = CASES[case]
    path = tmp_path / "lab.toml"
    message = error_of(path, text)
    assert re.fullmatch(pattern.replace("FILE", re.escape(str(path))), message), message


def test_a_missing_file_names_the_examples():
    with pytest.raises(InputError, match=r"^no/such\.toml: no such file; check the path, or name "
                       r"an example: default, eight-mixed, .*$"):  # fmt: skip
        load_cluster("no/such.toml")


def test_an_unknown_example_names_the_closest():
    with pytest.raises(InputError, match=r"^no cluster file or example 'four-v10'; did you mean "
                       r"four-v100( or [\w-]+)*\?$"):  # fmt: skip
        load_cluster("four-v10")


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "é" * 300])
def test_names_that_no_file_system_takes(name: str):
    with pytest.raises(InputError):
        load_cluster(name)


def test_a_folder_is_no_cluster(tmp_path: Path):
    with pytest.raises(InputError, match=r": is a folder; name a TOML file$"):
        load_cluster(tmp_path)


def test_an_endless_device_is_not_read():
    if not os.path.exists("/dev/zero"):
        pytest.skip("no /dev/zero on this system")
    with pytest.raises(InputError, match=r"^/dev/zero: is no regular file; name a TOML file$"):
        load_cluster("/dev/zero")


EXAMPLES = {name: path.read_bytes() for name, path in example_clusters().items()}


@settings(deadline=None, max_examples=400)
@given(
    name=st.sampled_from(sorted(EXAMPLES)),
    edits=st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True),
            st.integers(0, 12),
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from(
                    [b"", b"=", b"[", b"]", b'"', b"\n", b"{", b"inf", b"nan", b"-", b"9" * 30,
                     b"[[device]]", b"[topology]", b"true", b".", b"1e999", b"{}", b"''"]
                ),
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)  # fmt: skip
def test_mutated_files_load_or_end_in_one_line(
    name: str, edits: list[tuple[float, int, bytes]], tmp_path_factory: pytest.TempPathFactory
):
    data = EXAMPLES[name]
    for place, removed, inserted in edits:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + removed :]
    path = tmp_path_factory.getbasetemp() / "mutated.toml"
    path.write_bytes(data)
    try:
        outcome = repr(len(load_cluster(path).devices))
    except InputError as error:
        outcome = str(error)
    assert "\n" not in outcome
    assert 0 < len(outcome) < 2000
