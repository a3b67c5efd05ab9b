"""Whole networks against published figures and the public profiles."""

from pathlib import Path

import numpy as np
import pytest
from graph_builders import build, const, free, helper, opened, value

from hwpipe.graph import open_model

PROFILES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "profiles" / "pipedream"
#: Parameters of the torchvision definitions, which the profiles were made of.
PARAMETERS = {
    "alexnet": 61_100_840,
    "vgg16": 138_357_544,
    "resnet50": 25_557_032,
    "densenet121": 7_978_856,
    "inception_v3": 27_161_264,
}


def profile_parameters(name):
    path = PROFILES / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"no public profiles at {PROFILES}")
    return open_model(path).graph().param_count


@pytest.mark.parametrize("name", PARAMETERS)
def test_profiles_hold_the_published_parameters(name):
    assert profile_parameters(name) == PARAMETERS[name]


def test_resnet50():
    graph = open_model("resnet50").graph()
    assert graph.param_count == PARAMETERS["resnet50"]
    convolutions = sum(n.work.macs for n in graph.nodes if n.work.kind == "conv")
    assert convolutions == 4_087_136_256
    assert graph.macs == convolutions + 2048 * 1000
    # Statistics of batch normalisation are buffers: two for each of its channels.
    statistics = sum(n.buffer_count for n in graph.nodes if n.op == "BatchNormalization")
    assert statistics == 2 * 26_560
    assert sum(graph.params[b].elements for b in graph.buffers) == statistics + 2
    assert graph.param_bytes == 4 * (graph.param_count + statistics) + 16  # a Reshape constant
    first = next(n for n in graph.nodes if n.op == "Conv")
    assert (first.work.macs, first.work.bwd_input_macs) == (118_013_952, 0)
    assert graph.macs * 16 == open_model("resnet50").graph(16).macs


def test_densenet121_has_its_scales_twice():
    """The Caffe definition scales after each normalisation; torchvision's has not."""
    graph = open_model("densenet121").graph()
    scales = sum(n.param_count for n in graph.nodes if n.op == "BatchNormalization")
    assert graph.param_count - scales == PARAMETERS["densenet121"]
    assert graph.macs == pytest.approx(2.834e9, rel=1e-3)


def test_vgg19():
    graph = open_model("vgg19").graph()
    assert graph.param_count == 143_667_240
    assert graph.macs == pytest.approx(19.63e9, rel=1e-3)


class Layers:
    """Appends layers to a list of nodes, tracking names."""

    def __init__(self):
        self.nodes, self.weights, self.at = [], [], "x"

    def add(self, op, inputs=(), source=None, **attributes):
        out = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, [source or self.at, *inputs], [out], **attributes))
        self.at = out
        return out

    def weight(self, *shape):
        # Declared, not written: the models are large and only analysed.
        name = f"w{len(self.weights)}"
        dims = const(f"{name}_dims", shape, np.int64)
        self.weights.append(dims)
        self.nodes.append(helper.make_node("ConstantOfShape", [dims.name], [name]))
        return name

    def conv(self, inward, outward, kernel, stride=1, pad=0, bias=True, source=None):
        kernel = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        pad = pad if isinstance(pad, tuple) else (pad, pad)
        weights = [self.weight(outward, inward, *kernel)]
        if bias:
            weights.append(self.weight(outward))
        return self.add("Conv", weights, source, strides=[stride] * 2, pads=[*pad, *pad])

    def unit(self, inward, outward, kernel, stride=1, pad=0, source=None):
        """Convolution, batch normalisation, ReLU: `BasicConv2d` of Inception."""
        self.conv(inward, outward, kernel, stride, pad, bias=False, source=source)
        self.add("BatchNormalization", [self.weight(outward) for _ in range(4)])
        return self.add("Relu")

    def pool(self, kernel, stride, pad=0, op="MaxPool", source=None):
        return self.add(
            op, source=source, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4
        )

    def linear(self, inward, outward):
        return self.add("Gemm", [self.weight(outward, inward), self.weight(outward)], transB=1)

    def join(self, *names):
        self.nodes.append(helper.make_node("Concat", list(names), [f"t{len(self.nodes)}"], axis=1))
        self.at = self.nodes[-1].output[0]
        return self.at

    def graph(self, folder, size, outputs=()):
        made = [free(name) for name in (self.at, *outputs)]
        model = build(self.nodes, [value("x", 1, 3, size, size)], made, self.weights)
        return opened(model, folder).graph()


def test_vgg16_parameters_equal_the_profile(tmp_path):
    net, inward = Layers(), 3
    for width in (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0):
        if width:
            net.conv(inward, width, 3, pad=1)
            net.add("Relu")
            inward = width
        else:
            net.pool(2, 2)
    net.add("Flatten")
    for a, b in ((512 * 49, 4096), (4096, 4096), (4096, 1000)):
        net.linear(a, b)
    graph = net.graph(tmp_path, 224)
    assert graph.param_count == PARAMETERS["vgg16"] == profile_parameters("vgg16")
    assert graph.macs == pytest.approx(15.47e9, rel=1e-3)


def test_alexnet_parameters_equal_the_profile(tmp_path):
    net = Layers()
    net.conv(3, 64, 11, 4, 2)
    net.pool(3, 2)
    net.conv(64, 192, 5, 1, 2)
    net.pool(3, 2)
    net.conv(192, 384, 3, 1, 1)
    net.conv(384, 256, 3, 1, 1)
    net.conv(256, 256, 3, 1, 1)
    net.pool(3, 2)
    net.add("Flatten")
    for a, b in ((256 * 36, 4096), (4096, 4096), (4096, 1000)):
        net.linear(a, b)
    graph = net.graph(tmp_path, 224)
    assert graph.param_count == PARAMETERS["alexnet"] == profile_parameters("alexnet")
    assert graph.macs == pytest.approx(714.2e6, rel=1e-3)


def inception_v3(net):
    """Szegedy et al. 2015 (arXiv 1512.00567) as torchvision defines it, auxiliary head included."""
    net.unit(3, 32, 3, 2)
    net.unit(32, 32, 3)
    net.unit(32, 64, 3, pad=1)
    net.pool(3, 2)
    net.unit(64, 80, 1)
    net.unit(80, 192, 3)
    x, width = net.pool(3, 2), 192
    for pooled in (32, 64, 64):
        a = net.unit(width, 64, 1, source=x)
        net.unit(width, 48, 1, source=x)
        b = net.unit(48, 64, 5, pad=2)
        net.unit(width, 64, 1, source=x)
        net.unit(64, 96, 3, pad=1)
        c = net.unit(96, 96, 3, pad=1)
        net.pool(3, 1, 1, "AveragePool", source=x)
        d = net.unit(width, pooled, 1)
        x, width = net.join(a, b, c, d), 224 + pooled
    a = net.unit(width, 384, 3, 2, source=x)
    net.unit(width, 64, 1, source=x)
    net.unit(64, 96, 3, pad=1)
    b = net.unit(96, 96, 3, 2)
    c = net.pool(3, 2, source=x)
    x, width = net.join(a, b, c), 480 + width
    for c7 in (128, 160, 160, 192):
        a = net.unit(width, 192, 1, source=x)
        net.unit(width, c7, 1, source=x)
        net.unit(c7, c7, (1, 7), pad=(0, 3))
        b = net.unit(c7, 192, (7, 1), pad=(3, 0))
        net.unit(width, c7, 1, source=x)
        net.unit(c7, c7, (7, 1), pad=(3, 0))
        net.unit(c7, c7, (1, 7), pad=(0, 3))
        net.unit(c7, c7, (7, 1), pad=(3, 0))
        c = net.unit(c7, 192, (1, 7), pad=(0, 3))
        net.pool(3, 1, 1, "AveragePool", source=x)
        d = net.unit(width, 192, 1)
        x = net.join(a, b, c, d)
    net.pool(5, 3, op="AveragePool", source=x)
    net.unit(768, 128, 1)
    net.unit(128, 768, 5)
    net.add("GlobalAveragePool")
    net.add("Flatten")
    auxiliary = net.linear(768, 1000)
    net.unit(width, 192, 1, source=x)
    a = net.unit(192, 320, 3, 2)
    net.unit(width, 192, 1, source=x)
    net.unit(192, 192, (1, 7), pad=(0, 3))
    net.unit(192, 192, (7, 1), pad=(3, 0))
    b = net.unit(192, 192, 3, 2)
    c = net.pool(3, 2, source=x)
    x, width = net.join(a, b, c), 1280
    for _ in range(2):
        a = net.unit(width, 320, 1, source=x)
        stem = net.unit(width, 384, 1, source=x)
        b = [
            net.unit(384, 384, (1, 3), pad=(0, 1), source=stem),
            net.unit(384, 384, (3, 1), pad=(1, 0), source=stem),
        ]
        net.unit(width, 448, 1, source=x)
        stem = net.unit(448, 384, 3, pad=1)
        c = [
            net.unit(384, 384, (1, 3), pad=(0, 1), source=stem),
            net.unit(384, 384, (3, 1), pad=(1, 0), source=stem),
        ]
        net.pool(3, 1, 1, "AveragePool", source=x)
        d = net.unit(width, 192, 1)
        x, width = net.join(a, *b, *c, d), 2048
    net.add("GlobalAveragePool")
    net.add("Flatten")
    net.linear(2048, 1000)
    return auxiliary


def test_inception_v3_parameters_equal_the_profile(tmp_path):
    net = Layers()
    auxiliary = inception_v3(net)
    graph = net.graph(tmp_path, 299, [auxiliary])
    assert graph.param_count == PARAMETERS["inception_v3"] == profile_parameters("inception_v3")
    # 5.71 G without the auxiliary head (torchvision's figure).
    assert graph.macs == pytest.approx(5.7e9, rel=0.02)


def test_densenet_and_resnet_equal_their_profiles():
    assert open_model("resnet50").graph().param_count == profile_parameters("resnet50")
    graph = open_model("densenet121").graph()
    scales = sum(n.param_count for n in graph.nodes if n.op == "BatchNormalization")
    assert graph.param_count - scales == profile_parameters("densenet121")
