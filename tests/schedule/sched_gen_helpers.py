"""Times and figures that the tests of the generators share."""

from dataclasses import replace

from hwpipe.schedule import PipelineTimes
from hwpipe.schedule.generators import ScheduleOptions, measure


def equal_times(stages, f, b, w, comm=0.0, *, cap=float("inf"), kept=0.5):
    """p equal stages whose activations weigh 1 and whose weights weigh nothing."""
    times = PipelineTimes.uniform(
        stages, forward_s=f, backward_s=b, weight_s=w, transfer_s=comm, latency_only=True
    )
    return replace(times, memory_bytes=(cap,) * stages, weight_gradient_bytes=(kept,) * stages)


def figures(name, stages, microbatches, fbw=(1, 1, 1), comm=0.0, *, cap=float("inf"), **options):
    return measure(
        name,
        equal_times(stages, *fbw, comm, cap=cap),
        microbatches,
        options=ScheduleOptions(**options),
    )
