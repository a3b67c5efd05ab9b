"""`Judge`: plan a candidate by a method and time the plan with the event simulator."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.errors import HwpipeError, InputError
from hwpipe.partition import (
    Partition,
    PlanningProblem,
    bottleneck,
    bottleneck_bound,
    check_memory,
    iteration_bound,
    objective_value,
    solve,
    stage_times,
)
from hwpipe.partition.model import NoneBetter
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.inputs import Inputs
from hwpipe.plan.methods import METHODS, Method, compared
from hwpipe.plan.outcome import Candidate
from hwpipe.schedule import make_schedule, makespan

__all__ = ["TIMED", "Judge"]

#: Objectives that minimise the time of one iteration.
TIMED = ("throughput", "latency")


#: Methods that are compared on large clusters, where the others take too long.
LARGE = ("data-parallel", "single-device")


class Judge(Inputs):
    """Plans of candidates by every method, remembered."""

    @property
    def _judged(self) -> dict[tuple[Candidate, str], Evaluated | HwpipeError]:
        return self.__dict__.setdefault("_judged_plans", {})  # type: ignore[no-any-return]

    def evaluate(self, problem: PlanningProblem, partition: Partition) -> Evaluated:
        """Time a partition with the event simulator."""
        times = stage_times(problem, partition)
        if not self.training and len(partition.stages) == 1:
            # ceil(M / replicas) x stage time: nothing to simulate.
            iteration_s = iteration_bound(problem, partition, times)
        else:
            schedule = make_schedule(
                problem.schedule,
                stages=len(partition.stages),
                microbatches=problem.microbatches,
                replicas=[len(stage.devices) for stage in partition.stages],
            )
            times = stage_times(problem, partition, schedule=schedule)
            iteration_s = makespan(schedule, times)
        reported = partition.reported_bottleneck_s
        timed = problem.objective in TIMED
        return Evaluated(
            partition=partition,
            graph=problem.graph,
            table=problem.table,
            times=times,
            schedule=problem.schedule,
            microbatches=problem.microbatches,
            iteration_s=iteration_s,
            bottleneck_s=bottleneck(problem, partition) if reported is None else reported,
            ideal_s=bottleneck_bound(problem),
            value=iteration_s if timed else objective_value(problem, partition, times),
        )

    def baselines(self, candidate: Candidate) -> dict[str, Evaluated | HwpipeError]:
        """Every other method on the chosen micro-batch size, the same cost table.

        The schedule is the candidate's, except for methods that come with their own. Tensor
        partition was published without micro-batches: it may take the whole batch at once.
        """
        names = LARGE if self.large else compared(training=self.training)
        found = {name: self.judge(candidate, name) for name in names}
        whole = replace(candidate, micro_batch=self.batch, microbatches=1)
        if candidate.microbatches == 1 or self.batch not in self.sizes:
            return found
        for name, own in list(found.items()):
            if METHODS[name].family == "tensor":
                other = self.judge(whole, name)
                if isinstance(other, Evaluated) and (
                    not isinstance(own, Evaluated) or other.value < own.value
                ):
                    found[name] = other
        return found

    def judge(self, candidate: Candidate, method: str) -> Evaluated | HwpipeError:
        """Plan a candidate by one method and time the plan; remembered.

        Some published methods ignore memory: such a plan is given where the user asked for the
        method by name, and counts as infeasible beside other plans.
        """
        key = (replace(candidate, bound=0.0), method)
        if key not in self._judged:
            try:
                self._judged[key] = self._plan(candidate, METHODS[method])
            except InputError as error:
                self._judged[key] = error
        return self._judged[key]

    def forget(self, candidate: Candidate, method: str) -> None:
        """Plan a candidate by one method anew when it is asked for again."""
        self._judged.pop((replace(candidate, bound=0.0), method), None)

    def _plan(self, candidate: Candidate, method: Method) -> Evaluated:
        if method.schedule is not None and method.schedule != candidate.schedule:
            candidate = replace(candidate, schedule=method.schedule)
        problem = self.timed(self.problem(candidate))
        asked = method.name == self.options.method
        if method.family != "partition":
            return self._shared(problem, method, asked)
        if method.name == "gpipe":
            problem = self.unreplicated(problem)
        partition = solve(problem, method.mode)
        if method.mode != method.name:
            partition = replace(partition, method=method.name)
        if not asked:
            check_memory(problem, partition)
        return self.evaluate(problem, partition)

    def _shared(self, problem: PlanningProblem, method: Method, asked: bool) -> Evaluated:
        """A plan whose stages may be split by tensor."""
        from hwpipe.plan.joint import joint_plan, tensor_plan

        if self.options.objective not in TIMED:
            raise InputError(
                f"method {method.name} does not minimise {self.options.objective}",
                limit=", ".join(TIMED),
                remedy="use --method exact for this objective",
            )
        if method.family == "tensor":
            return tensor_plan(problem, method, check=not asked)
        return joint_plan(problem, self.options, left_s=self.left_s, machines=self.large)

    def joint_below(
        self, candidate: Candidate, below_s: float
    ) -> Evaluated | NoneBetter | HwpipeError:
        """A joint plan of a candidate of less than `below_s` seconds; not remembered."""
        from hwpipe.plan.joint import joint_plan_below

        try:
            problem = self.timed(self.problem(candidate))
            return joint_plan_below(
                problem, self.options, below_s, left_s=self.left_s, machines=self.large
            )
        except InputError as error:
            return error

    def unreplicated(self, problem: PlanningProblem) -> PlanningProblem:
        """The problem with one device a stage, as GPipe has it."""
        from hwpipe.partition import make_problem

        return make_problem(
            problem.graph,
            problem.table,
            problem.cluster,
            training=problem.training,
            microbatches=problem.microbatches,
            schedule=problem.schedule,
            objective=problem.objective,
            time_limit_s=problem.time_limit_s,
            allow_replication=False,
            effort=problem.effort,
        )
