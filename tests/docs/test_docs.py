"""Every command block of README and docs runs as it stands.

Per file, `console` and `bash` blocks run in order in one scratch folder, lines that begin with
`$ ` being commands and the rest expected output that is not compared; `python` blocks run as
scripts in the same folder, `toml` blocks that declare devices are loaded as clusters and
`python` blocks marked `kernel` are left out. `make` lines are checked with `make -n`: what they
run is run elsewhere in the tests.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```\s*$", re.M | re.S)


def commands(block: str) -> list[str]:
    """Shell commands of a block, continuation lines joined."""
    lines = block.replace("\\\n", " ").splitlines()
    if any(line.startswith("$ ") for line in lines):
        return [line[2:].strip() for line in lines if line.startswith("$ ")]
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def run(argument: list[str] | str, folder: Path, **options: object) -> None:
    environment = dict(os.environ)
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    environment["HWPIPE_ROOT"] = str(ROOT)
    done = subprocess.run(
        argument, cwd=folder, env=environment, capture_output=True, text=True, timeout=300,
        check=False, **options,
    )  # fmt: skip
    assert done.returncode == 0, f"{argument}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path) -> None:
    for name in ("examples", "benchmarks"):
        (tmp_path / name).symlink_to(ROOT / name)
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert blocks, f"{page.name} has no block to run"
    for number, (language, text) in enumerate(blocks):
        if language in ("console", "bash"):
            for command in commands(text):
                if command.startswith(("git clone", "cd ", "pip install")):
                    continue
                if command.startswith("make"):
                    run(["make", "-n", *command.split()[1:]], ROOT)
                else:
                    run(command, tmp_path, shell=True)
        elif language == "python":
            script = tmp_path / f"block{number}.py"
            script.write_text(text, encoding="utf-8")
            run([sys.executable, str(script)], tmp_path)
        elif language == "toml" and "[[device]]" in text:
            from hwpipe.cluster import load_cluster

            cluster = tmp_path / f"block{number}.toml"
            cluster.write_text(text, encoding="utf-8")
            assert load_cluster(cluster).devices


def test_commands_reads_prompts_and_continuations() -> None:
    assert commands("$ a \\\n  b\noutput\n$ c\n") == ["a    b", "c"]
    assert commands("# note\na\n\nb c\n") == ["a", "b c"]


def test_every_page_named_by_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(((?!https?:)[^)#]+)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
