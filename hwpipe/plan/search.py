"""The search around the planner: micro-batch size x schedule x method, judged by simulation.

For every micro-batch size that divides the batch and every schedule that fits mode and links,
the planner (`hwpipe.partition`) returns a partition with a proven bound. The event simulator
then times each one, and the fastest stays. Sizes whose cheap lower bound already exceeds the
best plan are skipped: their bound still counts in the certificate.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace

from hwpipe.errors import HwpipeError, InfeasibleError
from hwpipe.partition import (
    Certificate,
    Partition,
    bottleneck_bound,
    in_space,
    solve_below,
    space_sentence,
)
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.dealt import SPACE, dealt_plan, dealt_value
from hwpipe.plan.inputs import LEAST_S, Progress
from hwpipe.plan.judge import TIMED, Judge
from hwpipe.plan.outcome import Candidate, Incumbent, Outcome

__all__ = ["Candidate", "Outcome", "Progress", "Search"]

#: Why a search ended that the user interrupted.
INTERRUPTED = "interrupted"
#: Methods that `auto` times at every candidate: cheap, and outside the exact space.
CHEAP = ("data-parallel",)
#: A first plan on a large cluster that takes so many seconds is given up.
_LONGEST_S = 60.0
#: Devices up to which `auto` looks for joint plans; beyond, `--method joint` does.
MOST_DEVICES = 64


class Search(Judge):
    """One compilation: the candidates of a model on a cluster, searched for the best plan."""

    stopped_early: str | None = None

    def run(self) -> Outcome:
        """Search all candidates.

        Raises:
            InfeasibleError: if no candidate has a plan that fits.
        """
        auto = self.planner == "auto"
        candidates = self.candidates()
        if self.large:  # many micro-batches fill many stages; below such a plan the rest is quick
            candidates.sort(key=lambda c: (-c.microbatches, c.bound))
        elif self.planner == "joint" and self.training:
            # Two micro-batches a device mostly end up near the best: below it the rest is quick.
            near = [
                abs(math.log2(c.microbatches / (2 * len(self.cluster.devices)))) for c in candidates
            ]
            first = min(near)
            order = sorted(range(len(near)), key=lambda k: near[k] > first)
            candidates = [candidates[k] for k in order]
        state = Incumbent(lower={candidate: candidate.bound for candidate in candidates})
        try:
            if auto:
                self._cheap(state, candidates)
            searched = 0
            for position, candidate in enumerate(candidates):
                if candidate.bound >= state.value:
                    continue
                if self.large and state.best is not None and searched >= self._most_large:
                    break  # the others keep their bound in the certificate
                searched += 1
                if state.best is not None and time.monotonic() > self._deadline:
                    self.stopped_early = f"time limit of {self.options.time_limit_s:g} s"
                    break
                self.say(
                    f"planning micro-batches of {candidate.micro_batch} "
                    f"({candidate.schedule}) [{position + 1}/{len(candidates)}]"
                )
                reason = self._search(state, candidate, "exact" if auto else self.planner)
                if reason == INTERRUPTED:
                    self.stopped_early = reason
                    break
        except KeyboardInterrupt:
            if state.best is None:
                raise
            self.stopped_early = INTERRUPTED
        if state.best is None:
            raise state.failure or InfeasibleError("no plan was found")
        found, candidate = state.best
        if auto and self.options.baselines:
            found, candidate = self._best_baseline(found, candidate)
        if auto:
            joint = self._joint(found, candidate)
            if joint is not None:
                return joint
        if self.planner == "joint":
            return self._joint_outcome(found, candidate, candidates, state)
        return self._outcome(found, candidate, candidates, state)

    def _cheap(self, state: Incumbent, candidates: list[Candidate]) -> None:
        """Cheap plans of every candidate: the sooner a plan is good, the less must be searched."""
        for candidate in candidates:
            for name in CHEAP:
                if candidate.bound < state.value:
                    state.offer(candidate, self.judge(candidate, name))
        if not self._dealing:
            return
        values = {candidate: dealt_value(self.problem(candidate)) for candidate in candidates}
        for candidate in sorted(candidates, key=lambda c: values[c]):
            if values[candidate] < state.value:
                plan = dealt_plan(self.problem(candidate))
                if plan is not None:
                    state.offer(candidate, plan)

    @property
    def _dealing(self) -> bool:
        """Whether micro-batches of inference may be dealt out to devices of several types."""
        return (
            not self.training
            and self.planner == "auto"
            and self.options.objective in TIMED
            and self.options.replication
            and 1 < len(self.cluster.devices) <= MOST_DEVICES
            and len({device.cost_key for device in self.cluster.devices}) > 1
        )

    @property
    def _most_large(self) -> int:
        """Candidates that are searched on a large cluster."""
        return max(1, round(4 * self.options.effort))

    def _outcome(
        self,
        found: Evaluated,
        candidate: Candidate,
        candidates: list[Candidate],
        state: Incumbent,
    ) -> Outcome:
        """The outcome with the certificate of the searched space."""
        problem = self.problem(candidate)
        period = found.partition.bottleneck_certificate
        lower, inside = min(state.lower.values()), found.joint is None
        space = space_sentence(problem, self.drive(candidates))
        if self._dealing:
            # No dealt plan beats the best one, which is the plan here or slower than it.
            pipelines, _, rest = space.partition(", boundary tensors")
            space = f"{pipelines}, {SPACE}, boundary tensors{rest}"
            inside = inside or len(found.partition.stages) == 1
        if found.joint is None:
            inside = found.schedule == candidate.schedule and in_space(problem, found.partition)
        return Outcome(
            found=found,
            candidate=candidate,
            inside=inside,
            lower=lower,
            space=space,
            cuts=problem.positions.cuts,
            bottleneck_lower_s=found.ideal_s if period is None else period.lower,
            stopped_early=self.stopped_early or state.stopped_early,
        )

    def _joint(self, found: Evaluated, candidate: Candidate) -> Outcome | None:
        """A joint plan of the best candidate that beats all other methods, None if there is none.

        Training alone: plans of inference stay pipelines unless `--method joint` asks for more.
        """
        if not self.training or self.options.objective not in TIMED or self.stopped_early:
            return None
        if not (1 < len(self.cluster.devices) <= MOST_DEVICES and self.options.replication):
            return None
        self.say("looking for stages that are split, or mixed of several device types")
        best = self.joint_below(candidate, found.value)
        if not isinstance(best, Evaluated) or best.value >= found.value * (1 - 1e-9):
            return None
        # Only this candidate was searched: the certificate is for its schedule alone.
        state = Incumbent(lower={candidate: 0.0})
        certificate = best.partition.certificate
        if certificate is not None:
            state.lower[candidate] = certificate.lower
            state.stopped_early = certificate.stopped_early
        state.offer(candidate, best)
        return self._joint_outcome(best, candidate, [candidate], state)

    def _joint_outcome(
        self,
        found: Evaluated,
        candidate: Candidate,
        candidates: list[Candidate],
        state: Incumbent,
    ) -> Outcome:
        """The outcome with a certificate over the joint space of all candidates."""
        certificate = found.partition.certificate
        assert certificate is not None
        space, _, own = certificate.space.rpartition("; ")
        return Outcome(
            found=found,
            candidate=candidate,
            inside=True,
            lower=min(state.lower.values()),
            space=f"{space}; {self.drive(candidates) or own}",
            cuts=certificate.cuts,
            bottleneck_lower_s=bottleneck_bound(self.problem(candidate)),
            stopped_early=self.stopped_early or state.stopped_early,
        )

    def drive(self, candidates: list[Candidate]) -> str | None:
        """Schedules and micro-batches that were compared, in words."""
        if len(candidates) == 1:
            return None
        sizes = sorted({candidate.micro_batch for candidate in candidates})
        names = list(dict.fromkeys(candidate.schedule for candidate in candidates))
        samples = f"{_either(sizes)} sample{'' if sizes == [1] else 's'}"
        return (
            f"schedule {_either(sorted(names))}, batches of {self.batch} in micro-batches of "
            + samples
        )

    def _search(self, state: Incumbent, candidate: Candidate, method: str) -> str | None:
        """Plan a candidate, if need be only below the incumbent; why it stopped early."""
        if method == "joint" and state.best is not None:
            below = self.joint_below(candidate, state.value)
            if not isinstance(below, Evaluated):
                certificate = None if isinstance(below, HwpipeError) else below.certificate
            else:
                state.offer(candidate, below)
                certificate = below.partition.certificate
        elif method != "exact" or state.best is None:
            found = self._first(candidate, method) if self.large else self.judge(candidate, method)
            state.offer(candidate, found)
            certificate = None if isinstance(found, HwpipeError) else found.partition.certificate
        else:
            # Not remembered: a search that was cut off says nothing of the candidate's optimum.
            problem = self.timed(self.problem(candidate))
            better = solve_below(problem, state.value)
            certificate = better.certificate
            if isinstance(better, Partition):
                state.offer(candidate, self.evaluate(problem, better))
        if certificate is None:
            return None
        lower = self._in_objective(certificate, candidate)
        state.lower[candidate] = max(state.lower[candidate], lower)
        state.stopped_early = state.stopped_early or certificate.stopped_early
        return certificate.stopped_early

    def _first(self, candidate: Candidate, method: str) -> Evaluated | HwpipeError:
        """The first plan on a large cluster, where costs alone may take all of the time limit.

        There is no cheap plan to fall back on: whatever fits takes a search, so that gets twice
        as long each time until it has found one.
        """
        found = self.judge(candidate, method)
        while (
            isinstance(found, InfeasibleError)
            and time.monotonic() > self._deadline
            and self.least_s < _LONGEST_S
        ):
            self.least_s = max(1.0, 2 * self.least_s)
            self.forget(candidate, method)
            found = self.judge(candidate, method)
        self.least_s = LEAST_S
        return found

    def _best_baseline(self, found: Evaluated, candidate: Candidate) -> tuple[Evaluated, Candidate]:
        """`found`, or a baseline that is better: no plan is slower than one that is shown."""
        best, chosen = found, candidate
        for other in self.baselines(candidate).values():
            if isinstance(other, Evaluated) and other.value < best.value * (1 - 1e-12):
                count = other.microbatches
                best = other
                chosen = replace(candidate, micro_batch=self.batch // count, microbatches=count,
                                 schedule=other.schedule)  # fmt: skip
        return best, chosen

    def _in_objective(self, certificate: Certificate, candidate: Candidate) -> float:
        if certificate.metric == "bottleneck_s" and self.options.objective in TIMED:
            return certificate.lower * candidate.microbatches
        return certificate.lower


def _either(names: Sequence[object]) -> str:
    """`a, b or c`."""
    *some, last = map(str, names)
    return f"{', '.join(some)} or {last}" if some else last
