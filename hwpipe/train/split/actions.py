"""Actions of a stage that several processes share: all of them run every one, in one order.

Member 0 runs the actions that any stage runs, which talk to other stages and know the loss. The
others run the same forwards and backwards without either. Before an UPDATE the members add up
gradients of weights of which each has a partial sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from torch import Tensor

from hwpipe.schedule.model import Action
from hwpipe.train.channel.mail import Expected
from hwpipe.train.execution import BoundAction, Execution, Held
from hwpipe.train.split.stage import SplitStage

__all__ = ["leads", "lent_sums", "shared_action", "taken_sums"]

_Binder = Callable[[Execution, Action, int], BoundAction]


def shared_action(
    run: Execution, action: Action, position: int, binders: dict[str, _Binder]
) -> BoundAction:
    """The action as the stage's kind wants it: plain, or as a member's part of it."""
    stage = run.held[action.stage].stage
    if not isinstance(stage, SplitStage):
        return binders[action.kind](run, action, position)
    if action.kind == "UPDATE":
        return _Update(run, action, position, binders[action.kind](run, action, position))
    inner: BoundAction
    if action.kind == "F" and not stage.leads:
        inner = _Forward(run, action)
    elif action.kind in ("B", "BW") and not stage.leads:
        inner = _Backward(run, action)
    else:
        inner = binders[action.kind](run, action, position)
    return _Placed(run, action, position, inner)


def leads(held: Held) -> bool:
    """Whether this process talks to other stages for its stage."""
    return not isinstance(held.stage, SplitStage) or held.stage.leads


def lent_sums(held: Held, names: Sequence[str], at: int) -> list[Tensor]:
    """Summed gradients of tied weights, whole on processes that lead.

    Args:
        held: a stage.
        names: of the weights.
        at: position in the list.
    """
    sums = held.weights.sums_of(names)
    if not isinstance(held.stage, SplitStage):
        return sums
    held.stage.group.at, held.stage.group.number = at, 0
    return held.stage.lend(names, sums)


def taken_sums(held: Held, names: Sequence[str], sums: Sequence[Tensor]) -> Sequence[Tensor]:
    """The process's part of whole sums; behind `lent_sums`."""
    return held.stage.take(names, sums) if isinstance(held.stage, SplitStage) else sums


class _Placed(BoundAction):
    """An action whose exchanges with other members are named by its micro-batch."""

    __slots__ = ("_at", "_inner", "_number", "_stage")

    def __init__(
        self, run: Execution, action: Action, position: int, inner: BoundAction
    ) -> None:  # fmt: skip
        stage = run.held[action.stage].stage
        assert isinstance(stage, SplitStage)
        self._stage, self._inner = stage, inner
        self._at, self._number = position, action.micro_batch

    def expects(self) -> Iterator[Expected]:
        """Those of the action."""
        return self._inner.expects()

    def __call__(self) -> float:
        """Execute."""
        group = self._stage.group
        group.at, group.number = self._at, self._number
        return self._inner()


class _Forward(BoundAction):
    """F of a member that no other stage knows."""

    __slots__ = ("_feeds", "_key", "_run", "_stage", "_version")

    def __init__(self, run: Execution, action: Action) -> None:
        self._run, self._stage = run, run.held[action.stage]
        self._key, self._version = (action.stage, action.micro_batch), action.version
        self._feeds = run.held[action.stage].stage.piece.inputs

    def __call__(self) -> float:
        """Execute."""
        run, held, k = self._run, self._stage, self._key[1]
        inputs: list[Tensor] = [run.feed(k, name).to(held.stage.device) for name in self._feeds]
        run.kept[self._key] = held.stage.forward(inputs, held.weights.version(self._version), k)
        return 0.0


class _Backward(BoundAction):
    """B and BW of a member that no other stage knows."""

    __slots__ = ("_key", "_run", "_split", "_stage")

    def __init__(self, run: Execution, action: Action) -> None:
        self._run, self._stage = run, run.held[action.stage]
        self._key, self._split = (action.stage, action.micro_batch), action.kind == "B"

    def __call__(self) -> float:
        """Execute."""
        run, held = self._run, self._stage
        kept = run.kept[self._key]
        if self._split:
            held.stage.backward_input(kept, (), ())
        else:
            del run.kept[self._key]
            _, weights = held.stage.backward(kept, (), ())
            held.weights.accumulate(weights)
        return 0.0


class _Update(BoundAction):
    """UPDATE, behind the sums over members."""

    __slots__ = ("_at", "_inner", "_number", "_run", "_stage")

    def __init__(
        self, run: Execution, action: Action, position: int, inner: BoundAction
    ) -> None:  # fmt: skip
        self._run, self._stage, self._inner, self._at = run, action.stage, inner, position
        before = run.program.ranks[run.rank][:position]
        self._number = sum(a.kind == "UPDATE" and a.stage == action.stage for a in before)

    def __call__(self) -> float:
        """Execute."""
        run, held = self._run, self._run.held[self._stage]
        finish = run.pending.pop(self._stage, None)
        if finish is not None:  # sums over replicas come first
            finish()
        assert isinstance(held.stage, SplitStage)
        held.stage.group.at, held.stage.group.number = self._at, self._number
        held.weights.put_sums(held.stage.complete(held.weights.sums()))
        return self._inner()
