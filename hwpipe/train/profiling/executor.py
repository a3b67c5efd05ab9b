"""What the executor itself takes: segments of a model, actions that do nothing, messages.

Segments are stages that all stand on one process, so no message is sent: their F, B, W, BW and
UPDATE hold everything that a stage does (operators, sums of gradients, the search for numbers that
are not finite, the optimizer), as real runs do it. With several processes each runs all segments
beside the others, and shares caches and memory bandwidth with them.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from hwpipe.cost.executor import ACTIONS, Channel
from hwpipe.errors import WorkError
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule.model import Action, Schedule
from hwpipe.train.options import OptimizerSpec, TrainOptions

__all__ = ["Samples", "action_seconds", "alone_schedule", "measure_channel", "run_segments",
           "segments_of"]  # fmt: skip

#: Seconds of the actions of one kind on one stage, as they came.
Samples = dict[tuple[int, str], list[float]]
#: Bytes of the messages that a channel is measured with.
SIZES = (256, 16 << 10, 32 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20)
_MESSAGES = 24
_TIMEOUT_S = 120.0


def alone_schedule(
    stages: int, micro_batches: int, *, split: bool, processes: int = 1, flight: int = 1
) -> Schedule:
    """All stages on every process: a forward of all, then a backward, `flight` forwards ahead."""
    ranks = []
    back = list(reversed(range(stages)))
    for rank in range(processes):
        actions: list[Action] = []
        own = list(range(rank, micro_batches, processes))
        for k, number in enumerate([*own, *own[:flight]]):
            if k < len(own):
                actions += [Action("F", s, number) for s in range(stages)]
            if k + 1 < flight or k + 1 - flight >= len(own):
                continue
            done = own[k + 1 - flight]
            if split:
                actions += [Action("B", s, done) for s in back]
                actions += [Action("W", s, done) for s in back]
            else:
                actions += [Action("BW", s, done) for s in back]
        if processes > 1:
            actions += [Action("REDUCE", s) for s in range(stages)]
        actions += [Action("UPDATE", s) for s in range(stages)]
        ranks.append(tuple(actions))
    return Schedule(
        "profile", stages, micro_batches, tuple(ranks),
        (tuple(range(stages)),) * processes, (processes,) * stages, training=True,
    )  # fmt: skip


def segments_of(seconds: Sequence[float], count: int) -> tuple[StageSpec, ...]:
    """Consecutive nodes in at most `count` segments of about equal time."""
    total, passed = sum(seconds) or 1.0, 0.0
    cuts: list[list[int]] = [[]]
    for index, own in enumerate(seconds):
        full = passed + own / 2 > total * len(cuts) / count
        if full and cuts[-1] and len(cuts) < count:
            cuts.append([])
        cuts[-1].append(index)
        passed += own
    return tuple(StageSpec(i, tuple(nodes), f"segment {i}", "cpu") for i, nodes in enumerate(cuts))


def run_segments(
    model: onnx.ModelProto, segments: tuple[StageSpec, ...], options: TrainOptions, *,
    micro_batch: int, micro_batches: int, split: bool, processes: int = 1, flight: int = 1,
    in_process: bool = False,
) -> Samples:  # fmt: skip
    """Execute all segments on every process; seconds of the actions behind the first step.

    Args:
        model: as `train_stages` takes it.
        segments: of `segments_of`.
        options: data, loss, optimizer and steps.
        micro_batch: samples.
        micro_batches: of a step, on each process.
        split: whether backwards come as B and W.
        processes: that do so at once.
        flight: micro-batches whose forwards are ahead of a backward.
        in_process: threads instead of processes, for tests.

    Raises:
        InputError, WorkError: as `train_stages`.
    """
    from hwpipe.train.api import train_stages

    schedule = alone_schedule(
        len(segments), micro_batches * processes, split=split, processes=processes, flight=flight
    )
    if processes > 1:
        segments = tuple(replace(s, replicas=processes) for s in segments)
    result = train_stages(
        model, segments, schedule, options, micro_batch=micro_batch, in_process=in_process
    )
    found: Samples = {}
    for run in result.runs:
        for key, values in run.recent.items():
            found.setdefault(key, []).extend(values)
    return found


def _tiny_model() -> onnx.ModelProto:
    """Three layers of 8 floats."""
    rng = np.random.default_rng(0)
    nodes, weights, x = [], [], "x"
    for i in range(3):
        array = rng.standard_normal((8, 8)).astype(np.float32) * 0.1
        weights.append(numpy_helper.from_array(array, f"w{i}"))
        nodes.append(helper.make_node("MatMul", [x, f"w{i}"], [f"y{i}"], f"n{i}"))
        x = f"y{i}"
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "tiny", [value("x", TensorProto.FLOAT, [1, 8])],
                              [value(x, TensorProto.FLOAT, [1, 8])], weights)  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def _tiny_data(batch: int) -> Any:
    x = np.zeros((batch, 8), np.float32)
    while True:
        yield x, x


def action_seconds(optimizer: OptimizerSpec, micro_batches: int = 24) -> dict[str, float]:
    """Median seconds of actions on 64 weights: of the middle one of three stages."""
    stages = tuple(StageSpec(i, (i,), f"segment {i}", "cpu") for i in range(3))
    options = TrainOptions(data=_tiny_data, loss="mse", optimizer=optimizer, steps=4)
    found: dict[str, float] = {}
    for split in (False, True):
        samples = run_segments(_tiny_model(), stages, options, micro_batch=1,
                               micro_batches=micro_batches, split=split)  # fmt: skip
        for kind in ACTIONS:
            if (1, kind) in samples and kind not in found:
                found[kind] = float(np.median(samples[1, kind]))
    return found


def measure_channel() -> Channel:
    """Seconds of messages between two processes of this host, as the executor sends them.

    Copying is measured with the message at hand and nobody waiting; what threads of the transport
    take of the processor counts to the side whose process they belong to. The flight is measured
    as pipelines have it, from a sender that goes on computing to a receiver that waits; the least
    counts, as for all times of messages.

    Raises:
        WorkError: a process fails.
    """
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="hwpipe-profile-") as folder:
        processes = [
            context.Process(target=_exchange, args=(rank, folder), daemon=True) for rank in range(2)
        ]
        try:
            for process in processes:
                process.start()
            for process in processes:
                process.join(_TIMEOUT_S)
            if any(process.exitcode != 0 for process in processes):
                raise WorkError("a process that measures messages failed", where="profile --links",
                                remedy="run again, or leave --links out")  # fmt: skip
        finally:
            for process in processes:
                process.kill()
                process.join()
        sides = [np.load(Path(folder, f"rank-{rank}.npz")) for rank in range(2)]
    return channel_of(*sides)


def channel_of(sender: Mapping[str, Any], receiver: Mapping[str, Any]) -> Channel:
    """The channel of what both sides have noted, a row for each size.

    Args:
        sender: `call` (seconds of the mail's own call), `threads` (of the transport, a message),
            and `at`, when each message had been sent.
        receiver: the same; when it had arrived.
    """
    arrived = np.min(receiver["at"] - sender["at"], axis=1) - receiver["call"]
    # More bytes never fly faster: what noise says otherwise is evened out.
    flight = np.maximum.accumulate(np.maximum(arrived, 0.0))
    return Channel(
        size_bytes=SIZES,
        send_s=tuple(map(float, sender["call"] + sender["threads"])),
        receive_s=tuple(map(float, receiver["call"] + receiver["threads"])),
        flight_s=tuple(map(float, flight)),
        name="Unix sockets and gloo, one host",
    )


def _exchange(rank: int, folder: str) -> None:
    """One of two processes: rank 0 sends, rank 1 receives."""
    import torch
    import torch.distributed as dist
    from torch._C._distributed_c10d import FileStore

    from hwpipe.runtime.network import loopback_interface
    from hwpipe.train.channel.mail import GlooMail, Message

    os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback_interface() or "lo")
    torch.set_num_threads(1)
    dist.init_process_group(
        "gloo", store=FileStore(f"{folder}/rendezvous", 2), rank=rank, world_size=2,
        timeout=timedelta(seconds=_TIMEOUT_S),
    )  # fmt: skip
    mail = GlooMail(rank, len(SIZES), _TIMEOUT_S)
    columns: dict[str, list[Any]] = {"call": [], "threads": [], "at": []}
    for channel, size in enumerate(SIZES):
        message = Message([torch.rand(size // 8) for _ in range(2)], (True, True))
        end = _End(mail, rank, channel, message)
        end.messages(0.002, computing=True)  # the first one brings its layout
        call, threads, _ = end.messages(0.002 + size / 0.5e9, computing=False)
        columns["call"].append(call)
        columns["threads"].append(threads)
        columns["at"].append(end.messages(0.003 + size / 0.5e9, computing=True)[2])
        dist.barrier()
    np.savez(Path(folder, f"rank-{rank}.npz"), **{k: np.array(v) for k, v in columns.items()})
    mail.close()
    dist.destroy_process_group()


class _End:
    """One end of a channel."""

    def __init__(self, mail: Any, rank: int, channel: int, message: Any) -> None:
        self._mail, self._rank, self._channel, self._message = mail, rank, channel, message

    def messages(self, pause_s: float, *, computing: bool) -> tuple[float, float, list[float]]:
        """Send or receive some messages.

        Args:
            pause_s: between messages.
            computing: the sender computes in its pauses, and the receiver waits for each message;
                else both sleep, and each message waits for its receiver.

        Returns:
            Least seconds of the mail's call, seconds of the transport's threads for a message,
            and when each call had ended.
        """
        import torch

        from hwpipe.train.channel.mail import Expected

        own: list[float] = []
        ends: list[float] = []
        matrix = torch.full((64, 64), 0.5)
        if self._rank == 1:
            self._mail.expect([Expected(0, self._channel, k) for k in range(_MESSAGES)])
        others = time.process_time() - time.thread_time()
        for k in range(_MESSAGES):
            if computing and self._rank == 0:
                until = time.monotonic() + pause_s
                while time.monotonic() < until:
                    torch.mm(matrix, matrix)
            elif not computing:
                time.sleep(pause_s * (1.5 if self._rank == 1 else 1.0))
            begun = time.monotonic()
            if self._rank == 0:
                self._mail.send(1, self._channel, k, self._message, k)
            else:
                self._mail.recv(0, self._channel, k, k)
            ends.append(time.monotonic())
            own.append(ends[-1] - begun)
        if self._rank == 0:
            until = time.monotonic() + pause_s
            while computing and time.monotonic() < until:
                torch.mm(matrix, matrix)
        time.sleep(pause_s)
        others = time.process_time() - time.thread_time() - others
        self._mail.finish(_MESSAGES)
        return min(own), others / _MESSAGES, ends
