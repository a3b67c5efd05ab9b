"""Passes on small graphs: carried registers' stages, choices nobody observes, merged choices."""

from __future__ import annotations

from hwpipe.hls.choices import merge_choices
from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.observed import drop_unobserved
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.retime import late_states, pipeline_bits


def value(graph: Graph, name: str) -> Node:
    """An 8-bit operand."""
    return graph.make("get", (), name, -128, 127)


def register(graph: Graph, name: str) -> Node:
    """An 8-bit carried register."""
    return graph.make("state", (), name, -128, 127)


def process(graph: Graph, *effects: Node) -> ProcessIR:
    """A process of these effects."""
    return ProcessIR("p", "p.py", graph, effects=list(effects))


def at_zero(graph: Graph) -> Node:
    """A condition on a loop counter."""
    return graph.compare("eq", graph.make("iv", (), 0, 0, 9), graph.const(0))


# ---- retime ----


def held_weight() -> tuple[list[Node], dict[str, Node]]:
    """A weight that is loaded under a condition and read by a multiplier."""
    graph = Graph()
    load, new, x = at_zero(graph), value(graph, "w"), value(graph, "x")
    state = register(graph, "weight")
    taken = graph.make("sel", (load, new, state), None, -128, 127)
    write = graph.make("swrite", (taken,), "weight", 0, 0, unique=True)
    product = graph.make("mul", (state, x), None, -16256, 16384)
    put = graph.make("put", (graph.const(1), product), "y", 0, 0, unique=True)
    names = {"state": state, "taken": taken, "write": write, "product": product, "new": new}
    return [*graph.nodes[: put.id + 1]], names | {"put": put}


def test_a_register_moves_to_its_readers_stage():
    nodes, n = held_weight()
    stage = {node.id: 0 for node in nodes} | {n["product"].id: 3, n["put"].id: 4}
    found = late_states(nodes, stage, set(), {n["product"].id})
    assert found == {n["state"].id: 3}


def test_a_register_that_decides_at_issue_stays():
    nodes, n = held_weight()
    stage = {node.id: 0 for node in nodes} | {n["product"].id: 3, n["put"].id: 4}
    assert late_states(nodes, stage, {n["state"].id}, {n["product"].id}) == {}


def test_pipeline_bits_count_copies_and_not_the_register_itself():
    nodes, n = held_weight()
    stage = {node.id: 0 for node in nodes}
    ready = dict(stage)
    assert pipeline_bits(nodes, stage, ready) == 0
    # Read three stages after the register: three copies of 8 bits, and of x.
    late = stage | {n["product"].id: 3, n["put"].id: 4}
    assert pipeline_bits(nodes, late, ready | {n["product"].id: 4}) == 3 * 8 + 3 * 8


# ---- observed ----


def test_a_choice_that_no_store_sees_is_dropped():
    graph = Graph()
    first = at_zero(graph)
    a, state = value(graph, "a"), register(graph, "r")
    seen = graph.make("sel", (first, a, state), None, -128, 127)
    put = graph.make("put", (graph.lnot(first), seen), "y", 0, 0, unique=True)
    ir = process(graph, put)
    drop_unobserved(ir)
    assert ir.effects[0].args[1] is state


def test_a_choice_that_a_store_sees_stays():
    graph = Graph()
    first = at_zero(graph)
    seen = graph.make("sel", (first, value(graph, "a"), register(graph, "r")), None, -128, 127)
    never = graph.make("put", (graph.lnot(first), seen), "y", 0, 0, unique=True)
    always = graph.make("put", (graph.const(1), seen), "z", 0, 0, unique=True)
    ir = process(graph, never, always)
    drop_unobserved(ir)
    assert [e.args[1] for e in ir.effects] == [seen, seen]


# ---- choices ----


def test_choices_of_one_value_become_one_under_either_condition():
    graph = Graph()
    index = graph.make("iv", (), 0, 0, 9)
    c0, c1 = (graph.compare("eq", index, graph.const(k)) for k in (0, 1))
    a, state = value(graph, "a"), register(graph, "r")
    inner = graph.make("sel", (c1, a, state), None, -128, 127)
    outer = graph.make("sel", (c0, a, inner), None, -128, 127)
    ir = process(graph, graph.make("swrite", (outer,), "r", 0, 0, unique=True))
    merge_choices(ir)
    merged = ir.effects[0].args[0]
    assert merged.op == "sel"
    assert merged.args[1] is a
    assert merged.args[2] is state
    assert merged.args[0] is graph.logic("bor", c0, c1)


def test_a_choice_under_an_excluding_condition_goes():
    graph = Graph()
    index = graph.make("iv", (), 0, 0, 9)
    c0, c1 = (graph.compare("eq", index, graph.const(k)) for k in (0, 1))
    a, b, state = value(graph, "a"), value(graph, "b"), register(graph, "r")
    # Where index is 0 it is not 1: the inner choice of the value taken then is never made.
    inner = graph.make("sel", (c1, a, b), None, -128, 127)
    outer = graph.make("sel", (c0, inner, state), None, -128, 127)
    ir = process(graph, graph.make("swrite", (outer,), "r", 0, 0, unique=True))
    merge_choices(ir)
    assert ir.effects[0].args[0].args == (c0, b, state)


def test_different_values_stay_apart():
    graph = Graph()
    index = graph.make("iv", (), 0, 0, 9)
    c0, c1 = (graph.compare("eq", index, graph.const(k)) for k in (0, 1))
    inner = graph.make("sel", (c1, value(graph, "b"), register(graph, "r")), None, -128, 127)
    outer = graph.make("sel", (c0, value(graph, "a"), inner), None, -128, 127)
    write = graph.make("swrite", (outer,), "r", 0, 0, unique=True)
    ir = process(graph, write)
    merge_choices(ir)
    assert ir.effects == [write]
