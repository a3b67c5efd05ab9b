"""Line and toggle coverage of RTL from the counts that Verilator leaves in `coverage.dat`.

`python -m hwpipe.sim.coverage FOLDER` adds up all runs whose counts the benches left in a folder
(`make coverage`), prints a table with a row per file and fails below the limit. A line counts as
covered when every statement that Verilator counts on it ran, in any instance of any run; the
condition of an `if` counts with its body. Lines that never ran are explained one by one in a
TOML file; an explanation of a line that is covered, or does not exist, fails too.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hwpipe.errors import InputError, WorkError

__all__ = ["Explanation", "FileCoverage", "check", "explanations", "main", "read_counts", "table"]

#: Share of lines that has to be covered, explained lines left aside.
LIMIT = 0.95
_POINT = re.compile(r"^C '(.*)' (\d+)$")


@dataclass
class FileCoverage:
    """Counts of one source file over all runs.

    Attributes:
        path: as the simulator knew it.
        points: (line, column key, kind) of a statement: the lines it stands on, its executions.
        arms: (line, column key, arm) of a conditional expression: its choices.
        toggles: (line, column key, signal bit and direction): its count.
    """

    path: Path
    points: dict[tuple[int, int, str], tuple[frozenset[int], int]] = field(default_factory=dict)
    arms: dict[tuple[int, int, str], int] = field(default_factory=dict)
    toggles: dict[tuple[int, int, str], int] = field(default_factory=dict)

    def lines(self) -> dict[int, int]:
        """Return the fewest executions of a statement on each line that has one."""
        found: dict[int, int] = {}
        for on, count in self.points.values():
            for line in on:
                found[line] = min(found.get(line, count), count)
        return found

    def uncovered(self) -> list[int]:
        """Return the numbers of lines with a statement that never ran."""
        return sorted(line for line, count in self.lines().items() if not count)


@dataclass(frozen=True)
class Explanation:
    """Why a line is not covered.

    Attributes:
        file: name of the file, without folder.
        line: its text, without leading and trailing blanks.
        reason: for people.
    """

    file: str
    line: str
    reason: str


def _numbers(text: str) -> frozenset[int]:
    """Read `3,7-9` as lines."""
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def read_counts(paths: Iterable[Path]) -> dict[str, FileCoverage]:
    """Add up the counts of several runs, by the name of the source file.

    Args:
        paths: files as `VerilatedCov::write` makes them: a line `C 'key' count` for each point,
            the key a list of name, value pairs (byte 1 before a name, byte 2 before its value).

    Raises:
        InputError: a file is not of that form.
    """
    files: dict[str, FileCoverage] = {}
    for path in paths:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if not lines or not lines[0].startswith("# SystemC::Coverage"):
            raise InputError("this is no coverage of Verilator", where=str(path))
        for text in lines[1:]:
            match = _POINT.match(text)
            if match is None:
                raise InputError(f"not a point of coverage: {text[:60]!r}", where=str(path))
            key = dict(item.split("\x02", 1) for item in match[1].split("\x01") if item)
            source = Path(key["f"])
            found = files.setdefault(source.name, FileCoverage(source))
            point = (int(key["l"]), int(key["n"]), key["o"])
            count = int(match[2])
            if key["t"] == "toggle":
                found.toggles[point] = found.toggles.get(point, 0) + count
            elif key["o"].startswith("cond"):  # an arm of ?: is part of a statement, not a line
                found.arms[point] = found.arms.get(point, 0) + count
            elif key.get("S"):  # an `else` that is not written stands on no line
                before = found.points.get(point, (frozenset(), 0))
                found.points[point] = (before[0] | _numbers(key["S"]), before[1] + count)
    return files


def explanations(path: Path) -> list[Explanation]:
    """Read the explanations: tables `[[line]]` with `file`, `line` and `reason`.

    Raises:
        InputError: an entry lacks a key, or its reason is empty.
    """
    found = []
    for index, entry in enumerate(tomllib.loads(path.read_text()).get("line", [])):
        missing = [key for key in ("file", "line", "reason") if not str(entry.get(key, "")).strip()]
        if missing:
            raise InputError(
                f"entry {index + 1} has no {' and no '.join(missing)}", where=str(path)
            )
        found.append(Explanation(entry["file"], entry["line"].strip(), entry["reason"]))
    return found


def check(
    files: dict[str, FileCoverage],
    sources: dict[str, list[str]],
    explained: Sequence[Explanation],
    limit: float = LIMIT,
) -> tuple[dict[str, list[int]], list[str]]:
    """Compare coverage with the explanations.

    Args:
        files: by name.
        sources: lines of text of each file.
        explained: lines that may be uncovered.
        limit: least share of lines of a file that is covered, explained ones left aside.

    Returns:
        Lines of each file that are neither covered nor explained, and what is wrong: a text each.
    """
    wrong: list[str] = []
    excused: dict[str, set[int]] = {}
    for entry in explained:
        text = sources.get(entry.file)
        if text is None or entry.file not in files:
            wrong.append(f"{entry.file}: explained, but no run has such a file")
            continue
        at = {n for n, line in enumerate(text, 1) if line.strip() == entry.line}
        hit = at & set(files[entry.file].uncovered())
        if not at:
            wrong.append(f"{entry.file}: the explained line {entry.line!r} does not exist")
        elif not hit:
            wrong.append(f"{entry.file}: the explained line {entry.line!r} is covered")
        excused.setdefault(entry.file, set()).update(hit)
    left: dict[str, list[int]] = {}
    for name, found in sorted(files.items()):
        allowed = excused.get(name, set())
        left[name] = [line for line in found.uncovered() if line not in allowed]
        judged = len(found.lines()) - len(allowed)
        if judged and 1 - len(left[name]) / judged < limit:
            share = 100 * (1 - len(left[name]) / judged)
            wrong.append(
                f"{name}: {share:.1f} % of lines covered, at least {100 * limit:g} % wanted"
            )
    return left, wrong


def _share(counts: Iterable[int]) -> str:
    """Return the share of counts above 0."""
    hit = [count > 0 for count in counts]
    return f"{100 * sum(hit) / len(hit):.0f} %" if hit else "-"


def table(files: dict[str, FileCoverage], left: dict[str, list[int]]) -> str:
    """Return a row per file: lines, covered, explained, left; arms of ?: and toggles besides."""
    width = max(map(len, files), default=4)
    rows = [f"{'file':{width}}  lines  covered  share  explained  left   arms  toggled"]
    for name, found in sorted(files.items()):
        lines, bare = found.lines(), len(found.uncovered())
        share = 100 * (1 - bare / len(lines)) if lines else 100.0
        arms, toggled = _share(found.arms.values()), _share(found.toggles.values())
        rows.append(
            f"{name:{width}}  {len(lines):5}  {len(lines) - bare:7}  {share:4.0f}%"
            f"  {bare - len(left[name]):9}  {len(left[name]):4}  {arms:>5}  {toggled:>7}"
        )
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the coverage of a folder of runs; 1 if something is wrong.

    Args:
        arguments: the folder (`*.dat` and their sources in `rtl/`), the file of explanations.

    Raises:
        WorkError: the folder holds no counts.
    """
    folder, reasons = map(Path, sys.argv[1:3] if arguments is None else arguments)
    runs = sorted(folder.glob("*.dat"))
    if not runs:
        raise WorkError("no run left counts", where=str(folder))
    files = read_counts(runs)
    sources = {p.name: p.read_text().splitlines() for p in (folder / "rtl").glob("*.*v")}
    # Wrappers that a bench joins modules with are not what is measured.
    files = {name: found for name, found in files.items() if not name.startswith("bench_")}
    left, wrong = check(files, sources, explanations(reasons))
    print(table(files, left))
    for name, lines in left.items():
        for line in lines:
            text = sources[name][line - 1].strip() if name in sources else ""
            print(f"{name}:{line}: never ran: {text}")
    for text in wrong:
        print(f"wrong: {text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
