"""Plant faults in RTL and see which checks catch them.

A test bench is as good as the faults that it notices. A fault is one edit of one line: those of
`propose` come from operators that imitate real mistakes (a bound off by one, a dropped stall, a
wrong rounding, swapped lanes); a list of one's own is made of `Fault`s directly.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hwpipe.errors import InputError, WorkError

__all__ = ["OPERATORS", "Fault", "Outcome", "plant", "propose", "survey"]


@dataclass(frozen=True)
class Fault:
    """One edit of one line.

    Attributes:
        file: name of the RTL file.
        line: number of the line, from 1.
        before: the whole line as it is.
        after: the whole line as the fault makes it.
        kind: name of the operator, or a word of one's own.
    """

    file: str
    line: int
    before: str
    after: str
    kind: str

    @classmethod
    def of(cls, path: Path, before: str, after: str, kind: str) -> Fault:
        """Make a fault from a piece of text that occurs once in a file.

        Raises:
            InputError: it occurs never or more than once.
        """
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [index for index, text in enumerate(lines) if before in text]
        if len(found) != 1 or lines[found[0]].count(before) != 1:
            raise InputError(
                f"{before!r} stands in {len(found)} lines", where=path.name, limit="exactly one"
            )
        text = lines[found[0]]
        return cls(path.name, found[0] + 1, text, text.replace(before, after), kind)

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.kind}: {self.before.strip()} -> {self.after.strip()}"
        )


@dataclass(frozen=True)
class Outcome:
    """What became of a fault.

    Attributes:
        fault: the fault.
        caught_by: name of the first check that failed, None if none did.
        message: what that check said.
        stillborn: whether the RTL did not even build; says nothing about the checks.
    """

    fault: Fault
    caught_by: str | None
    message: str
    stillborn: bool = False


def _swap(pattern: str, replacement: str) -> Callable[[str], list[str]]:
    compiled = re.compile(pattern)

    def apply(line: str) -> list[str]:
        return [
            line[: match.start()] + match.expand(replacement) + line[match.end() :]
            for match in compiled.finditer(line)
        ]

    return apply


def _number(step: int) -> Callable[[str], list[str]]:
    compiled = re.compile(r"(?<=[0-9]'d)[0-9]+\b|(?<=[-+*<>=] )[1-9][0-9]*\b(?!')")

    def apply(line: str) -> list[str]:
        changed = []
        for match in compiled.finditer(line):
            value = int(match[0]) + step
            if value >= 0:
                changed.append(line[: match.start()] + str(value) + line[match.end() :])
        return changed

    return apply


def _drop_assignment(line: str) -> list[str]:
    """Remove a non-blocking assignment that is a whole statement of its line."""
    match = re.match(
        r"^(\s*(?:(?:end )?else )?(?:if \(.*\) )?)([\w\[\]:+*' ]+) <= [^;]+;\s*$", line
    )
    return [f"{match[1]};"] if match else []


OPERATORS: dict[str, Callable[[str], list[str]]] = {
    "equal": _swap(r" == ", " != "),
    "not equal": _swap(r" != ", " == "),
    "at least": _swap(r" >= ", " > "),
    "above": _swap(r" > ", " >= "),
    "below": _swap(r" < ", r" <= "),
    "and": _swap(r" && ", " || "),
    "or": _swap(r" \|\| ", " && "),
    "negation": _swap(r"(?<![\w=])!(?=[\w(])", ""),
    "plus": _swap(r" \+ (?!:)", " - "),
    "minus": _swap(r"(?<=[\w)\]]) - ", " + "),
    "number + 1": _number(1),
    "number - 1": _number(-1),
    "arithmetic shift": _swap(r">>>", ">>"),
    "shift": _swap(r"(?<!>)>>(?!>)", "<<"),
    "sign": _swap(r"\$signed\(", "$unsigned("),
    "choice": _swap(r"\? ([\w'\[\]{}]+) : ([\w'\[\]{}]+)", r"? \2 : \1"),
    "bit": _swap(r"1'b0", "1'b1"),
    "bit cleared": _swap(r"1'b1", "1'b0"),
    "lanes": _swap(r"\{(\w+), (\w+)\}", r"{\2, \1}"),
    "dropped assignment": _drop_assignment,
}
"""Mistakes by name: each gives the lines that it makes of a line."""


def _code_lines(text: str) -> list[tuple[int, str, str]]:
    """Return (number, code, comment) of the lines that hold behaviour."""
    found = []
    in_comment = False
    for number, line in enumerate(text.splitlines(), 1):
        code, mark, comment = line.partition("//")
        if in_comment or code.strip().startswith("/*"):
            in_comment = "*/" not in code
            continue
        stripped = code.strip()
        skipped = ("`", "parameter", "input", "output", "module", "endmodule", "(*", "integer")
        if stripped and not stripped.startswith(skipped):
            found.append((number, code, mark + comment))
    return found


def propose(
    sources: Sequence[Path], count: int, seed: int = 1, kinds: Sequence[str] | None = None
) -> list[Fault]:
    """Choose faults at random, as evenly over the operators as the text allows.

    Args:
        sources: RTL files.
        count: how many at most.
        seed: the same seed chooses the same faults in the same text.
        kinds: names of `OPERATORS`; all without it.
    """
    rng = random.Random(seed)
    by_kind: dict[str, list[Fault]] = {}
    for path in sources:
        for number, code, comment in _code_lines(path.read_text(encoding="utf-8")):
            for kind in kinds or OPERATORS:
                for changed in OPERATORS[kind](code):
                    if changed != code:
                        fault = Fault(path.name, number, code + comment, changed + comment, kind)
                        by_kind.setdefault(kind, []).append(fault)
    for faults in by_kind.values():
        rng.shuffle(faults)
    chosen: list[Fault] = []
    while len(chosen) < count and any(by_kind.values()):
        for faults in by_kind.values():
            if faults and len(chosen) < count:
                chosen.append(faults.pop())
    return chosen


def plant(sources: Sequence[Path], fault: Fault, folder: Path) -> list[Path]:
    """Copy RTL into a folder with one fault in it and return the copies, in the same order.

    Raises:
        InputError: the file of the fault is not among the sources or has changed since.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copies = []
    planted = False
    for path in sources:
        lines = path.read_text(encoding="utf-8").splitlines()
        if path.name == fault.file:
            if fault.line > len(lines) or lines[fault.line - 1] != fault.before:
                raise InputError(f"line {fault.line} is not as the fault has it", where=path.name)
            lines[fault.line - 1] = fault.after
            planted = True
        copy = folder / path.name
        copy.write_text("\n".join(lines) + "\n", encoding="utf-8")
        copies.append(copy)
    if not planted:
        raise InputError(f"no source is named {fault.file}")
    return copies


def survey(
    sources: Sequence[Path],
    faults: Sequence[Fault],
    checks: Mapping[str, Callable[[Sequence[Path]], None]],
    folder: Path,
) -> list[Outcome]:
    """Plant each fault and run the checks until one fails.

    Args:
        sources: RTL files without fault.
        faults: what to plant, one at a time.
        checks: functions that take the files and raise WorkError or AssertionError if they find
            something wrong. A WorkError of Verilator or g++ says that the RTL does not build.
        folder: where the faulty copies go.

    Raises:
        InputError: a check fails on the RTL without fault, so it proves nothing.
    """
    for name, check in checks.items():
        try:
            check(list(sources))
        except (WorkError, AssertionError) as error:
            raise InputError(f"check {name} fails without any fault: {error}") from error
    outcomes = []
    for index, fault in enumerate(faults):
        copies = plant(sources, fault, folder / str(index))
        outcome = Outcome(fault, None, "")
        for name, check in checks.items():
            try:
                check(copies)
            except (WorkError, AssertionError) as error:
                text = str(error)
                stillborn = text.startswith(("Verilator:", "g++:"))
                outcome = Outcome(fault, None if stillborn else name, text, stillborn)
                break
        outcomes.append(outcome)
    return outcomes
