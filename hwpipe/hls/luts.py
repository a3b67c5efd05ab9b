"""LUTs of a process's operators: how synthesis shares them, drops bits and merges choices."""

from __future__ import annotations

from hwpipe.hls.ir import Node
from hwpipe.hls.timing import is_multiplier, is_wiring

__all__ = ["demanded", "luts", "multiplexers", "shared_adders"]


def demanded(nodes: list[Node]) -> dict[int, int]:
    """Bits of each node that somebody looks at: synthesis drops the others."""
    ring = {"add", "sub", "mul", "mac", "and", "or", "xor", "shl", "sel", "assume"}
    out: dict[int, int] = {}
    for node in reversed(nodes):
        mine = min(node.width, out.get(node.id, node.width))
        for arg in node.args:
            if node.op == "wrap":
                want = node.attr.width
            elif node.op in ring:
                want = mine
            elif node.op == "shr":
                want = mine + node.attr
            else:
                want = arg.width
            out[arg.id] = max(out.get(arg.id, 0), min(want, arg.width))
    return {n.id: min(n.width, out.get(n.id, n.width)) for n in nodes}


def _trailing(value: int) -> int:
    """Zeros at the low end of a number; 0 for 0."""
    return (value & -value).bit_length() - 1 if value else 0


def _zeros(node: Node) -> int:
    """Low bits of an operand that are always 0."""
    if node.op == "shl":
        return int(node.attr)
    factor = node.args[1].const if node.op == "mul" else node.const
    return _trailing(factor or 0)


def luts(node: Node, bits: int) -> float:
    """LUTs of one operator of which `bits` bits are looked at."""
    width = max([node.width, *(a.width for a in node.args)], default=1)
    constant = any(a.const is not None for a in node.args)
    if is_wiring(node):
        return 0.0
    if node.op in {"step", "iv"}:
        # A counter adds, and returns to 0 through its flip-flops' reset.
        return float(bits)
    if node.op == "add" and node.args[0].op == "iv" and node.args[1].const == 1:
        return 0.0  # the counter's own adder
    if node.op in {"add", "sub", "mac"}:
        # A DSP adds to its own product.
        free = node.op == "mac" or any(is_multiplier(a) for a in node.args)
        # Below a shifted operand there is nothing to add.
        still = max((_zeros(a) for a in node.args), default=0)
        return 0.0 if free else max(0, bits - still) * (0.8 if constant else 1.0)
    if node.op == "mul" and not is_multiplier(node):
        factor = node.args[1].const
        adders = 1 if factor is None else abs(factor).bit_count() - 1
        return float(bits * adders)
    if node.op in {"lt", "le"}:
        # Against a power of two the bits below it say nothing.
        ends = [(n.const, n.const + 1) for n in node.args if n.const]
        still = max((_trailing(c) for pair in ends for c in pair), default=0)
        return max(1, width - still) / (4 if constant else 2)
    if node.op in {"eq", "ne"}:
        return width / (5 if constant else 3) + 0.5
    if node.op == "sel":
        if node.args[1].const is not None and node.args[2].const is not None:
            return 0.0  # every bit is the condition, its opposite or a constant
        return bits * (0.5 if constant else 0.8)
    if node.op == "xor" and any(a.op == "xor" for a in node.args):
        return 0.25 * width  # a LUT6 takes six of a tree's leaves
    if node.op in {"and", "or", "xor"}:
        return 0.1 * width if constant else 0.5 * width
    if node.op in {"shlv", "shrv"}:
        return 0.55 * width * max(1, node.args[1].width)
    if node.op in {"band", "bor", "bnot"}:
        return 0.25
    return 0.0


def shared_adders(nodes: list[Node]) -> set[int]:
    """What needs no LUTs of `a + b if c else a - d`: an adder whose second operand is chosen.

    One LUT6 takes both candidates, the choice and the operand that they share, and feeds the carry
    chain; so one of the adders and the choice are free.
    """
    users: dict[int, int] = {}
    for node in nodes:
        for arg in node.args:
            users[arg.id] = users.get(arg.id, 0) + 1
    free: set[int] = set()
    for node in nodes:
        if node.op != "sel":
            continue
        one, two = node.args[1:]
        sums = all(n.op in {"add", "sub"} and users[n.id] == 1 for n in (one, two))
        if sums and one is not two and {a.id for a in one.args} & {a.id for a in two.args}:
            free |= {node.id, min((one, two), key=lambda n: n.width).id}
    return free


def _possible(condition: Node) -> bool:
    """Whether `x << k == constant` can hold at all."""
    left, right = condition.args
    if left.op == "shl" and right.const is not None:
        return bool(right.const % (1 << left.attr) == 0)
    if left.op == "add" and left.args[0].op == "shl" and right.const is not None:
        offset = left.args[1].const
        return offset is None or bool((right.const - offset) % (1 << left.args[0].attr) == 0)
    return True


def multiplexers(nodes: list[Node], bits: dict[int, int]) -> dict[int, float]:
    """LUTs of choices by one index, by the id of each `sel`.

    `i == 0 ? a : i == 1 ? b : ...` is one multiplexer: a LUT6 chooses one of four (UG474,
    "Multiplexers") and so leaves three fewer to choose from. Among constants every bit is a
    function of the index alone, and bits with the same function are one LUT. The whole of it is
    charged to the outermost choice.
    """
    inner: set[int] = set()
    chains: dict[int, list[Node]] = {}
    for node in reversed(nodes):
        if node.op != "sel" or node.id in inner or node.args[0].op != "eq":
            continue
        chain, tail = [node], node.args[2]
        while (
            tail.op == "sel" and tail.args[0].op == "eq" and tail.id not in inner
            and tail.args[0].args[0] is node.args[0].args[0]
        ):  # fmt: skip
            chain.append(tail)
            tail = tail.args[2]
        if len(chain) > 1 and node.args[0].args[1].const is not None:
            chains[node.id] = chain
            inner |= {n.id for n in chain[1:]}
    out = dict.fromkeys(inner, 0.0)
    for ident, chain in chains.items():
        leaves = [*(n.args[1] for n in chain if _possible(n.args[0])), chain[-1].args[2]]
        values = [n.const for n in leaves if n.const is not None]
        if len(values) == len(leaves):
            columns = {tuple(v >> k & 1 for v in values) for k in range(bits[ident])}
            out[ident] = float(sum(len(set(column)) > 1 for column in columns))
        else:
            out[ident] = bits[ident] * float(-(-(len(leaves) - 1) // 3))
    return out
