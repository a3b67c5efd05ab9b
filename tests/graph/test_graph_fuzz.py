"""2,000 mutated models: each becomes a Graph or an InputError, in time, in memory, alive."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

WORKER = Path(__file__).with_name("fuzz_worker.py")
MUTANTS, WORKERS, CASE_S = 2000, 2, 10.0
MEMORY_BYTES = 10**9


class Worker:
    """A process that opens mutants, its log, and a watchdog for the case in hand."""

    def __init__(self, first, count, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-u", str(WORKER), str(first), str(count), str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.outcomes, self.seconds, self.rss, self.errors = {}, {}, None, ""
        self.current, self.since = None, time.monotonic()
        self.threads = [threading.Thread(target=f) for f in (self._read, self._drain)]
        for thread in self.threads:
            thread.start()

    def _read(self):
        for line in self.process.stdout:
            word, number, *rest = line.split(maxsplit=3)
            if word == "begin":
                self.since, self.current = time.monotonic(), int(number)
            elif word == "end":
                self.seconds[int(number)] = float(rest[0])
                self.outcomes[int(number)] = rest[1].strip()
                self.current = None
            else:
                self.rss = int(number)

    def _drain(self):
        self.errors = self.process.stderr.read()

    def close(self):
        for thread in self.threads:
            thread.join()
        self.process.stdout.close()
        self.process.stderr.close()

    def watch(self):
        """Kill the process if its case takes too long; the case stays in `current`."""
        if self.current is not None and time.monotonic() - self.since > CASE_S + 5:
            self.process.kill()
        return self.process.poll() is None


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    share = MUTANTS // WORKERS
    started = [Worker(i * share, share, folder) for i in range(WORKERS)]
    running = list(started)
    while running:
        time.sleep(0.05)
        running = [worker for worker in started if worker.watch()]
    for worker in started:
        worker.close()
    return started


def test_no_mutant_kills_or_hangs_the_process(workers):
    for worker in workers:
        state = (
            f"mutant {worker.current}, exit {worker.process.returncode}\n{worker.errors[-3000:]}"
        )
        assert worker.current is None, state
        assert worker.process.returncode == 0, state
    assert sum(len(worker.outcomes) for worker in workers) == MUTANTS


def test_every_mutant_ends_in_a_graph_or_an_input_error(workers):
    wrong = {
        seed: outcome
        for worker in workers
        for seed, outcome in worker.outcomes.items()
        if outcome not in ("graph", "input-error")
    }
    assert not wrong


def test_the_mutants_reach_both_ends(workers):
    """A fuzz test whose mutants all die at the first check would prove little."""
    graphs = sum(o == "graph" for w in workers for o in w.outcomes.values())
    assert MUTANTS * 0.1 < graphs < MUTANTS * 0.9


def test_time_and_memory(workers):
    assert max(s for worker in workers for s in worker.seconds.values()) < CASE_S
    assert max(worker.rss for worker in workers) < MEMORY_BYTES
