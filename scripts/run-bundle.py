#!/usr/bin/env python3
"""Runs a training bundle of Fundus Studio, on a GPU or a CPU. Needs Python 3.10, PyTorch 2.4, onnx and numpy.

    fundus train synthesizer PROJECT --preset full --bundle training.zip     # where the project is
    python3 run-bundle.py training.zip OUTPUT                                 # where the GPU is
    fundus import-run PROJECT OUTPUT/result.zip                               # where the project is

A bundle holds the photographs of the training split: treat it as you treat them. It says all that a training
computes, so this program knows nothing of the method: it runs one graph a step, on the states (what is carried from
step to step), the data (the same in every step) and one row of a table (what was drawn at random for that step).

OUTPUT gets `checkpoint.pt` (every few minutes and on every stop), `metrics.csv`, `samples/STEP-NUMBER.png` and, on
every stop, `result.zip`. Run the same command again to go on from the checkpoint. Ctrl-C, SIGTERM and --minutes stop
after the step that is being done. Exit status: 0 all steps are done, 3 stopped before (130 before
the first one), 1 failed, 2 wrong usage.

The bundle is a ZIP archive, version 1:

    manifest.json   format, version, kind, options, results (the states that go into result.zip) and `program`:
      steps         how many there are
      metrics       names of outputs of every graph, one number each
      graphs        by name an ONNX file
      states        by name a vector with its initial values; a graph's output NAME.next takes its place
      data          by name a tensor
      inputs        columns (name and shape of each input of a step) and a table [values of a step, steps]
      schedule      graphs (names), and a table [steps] of places in that list: the graph of each step
      samples       every (in steps), a graph with the output `image` [N,3,H,W] in -1..1, and data of its own
    parts/SHA256    tensors, row-major. Encodings: zeros (no file); uint8-differences: of each number from the one
                    before it, modulo 256; float32-planes: the lowest bytes of all numbers, then the second bytes, ...

The graphs are of float32 tensors of fixed shapes, in ONNX's own operators (set 17 or newer) and these of the domain
`fundus`, which stand for what GPU libraries have and ONNX has not:

    ConvInputGradient(dy, filter)   the gradient of Conv with respect to its input; strides, pads, height, width; a third
                                    input, where there is one, is a bias [C]
    ConvFilterGradient(x, dy)       ... with respect to its filter; strides, pads, kernel_shape
    Affine(x, scale, shift)         x * scale + shift; scale and shift [1,C,1,1]
    SpatialDot(a, b)                the sum of a * b over height and width [N,C,1,1]
    Step(x)                         `above` where x > 0, else `below`

result.zip holds manifest.json (format, version, the bundle's manifest, steps done, seconds, device, versions),
states/NAME (float32), metrics (float32 [steps done, metrics]) and samples/STEP-NUMBER.png.
"""

import argparse
import collections
import concurrent.futures
import csv
import hashlib
import io
import json
import os
import platform
import signal
import struct
import sys
import time
import zipfile
import zlib

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

BUNDLE_FORMAT = "fundus-training-bundle"
RESULT_FORMAT = "fundus-training-result"
VERSION = 1


class Stop(Exception):
    """An error that is told in one line."""


# --- Operators: a rule makes of a node a function of its inputs' tensors (None for integers and what is left out) ---

RULES = {}


def rule(*names):
    def register(build):
        for name in names:
            RULES[name] = build
        return build

    return register


class Node:
    """An ONNX node, its attributes by name, and the values of those inputs that are integer constants."""

    def __init__(self, op, inputs, outputs, attributes, integers):
        self.op, self.inputs, self.outputs = op, inputs, outputs
        self.attributes, self.integers = attributes, integers

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    def ints(self, index):
        name = self.inputs[index] if index < len(self.inputs) else ""
        if name == "":
            return None
        if name not in self.integers:
            raise Stop(f"{self.op}: input {index} is computed, expected a constant")
        return self.integers[name]


def elementwise(function):
    return lambda node, layout: function


for _name, _function in {
    "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Div": torch.div, "Relu": torch.relu,
    "Sigmoid": torch.sigmoid, "Tanh": torch.tanh, "Exp": torch.exp, "Log": torch.log, "Sqrt": torch.sqrt,
    "Abs": torch.abs, "Softplus": F.softplus, "Identity": lambda x: x,
    # Made by `simplify`.
    "Sign": torch.sign,
    "MaskRelu": lambda dy, x: torch.ops.aten.threshold_backward(dy, x, 0),
}.items():
    RULES[_name] = elementwise(_function)


@rule("LeakyRelu")
def _(node, layout):
    slope = node.get("alpha", 0.01)
    return lambda x: F.leaky_relu(x, slope)


@rule("MaskLeakyRelu")
def _(node, layout):
    slope = node.get("below")
    return lambda dy, x: torch.ops.aten.leaky_relu_backward(dy, x, slope, False)


@rule("HardSigmoid")
def _(node, layout):
    alpha, beta = node.get("alpha", 0.2), node.get("beta", 0.5)
    return lambda x: torch.clamp(x * alpha + beta, 0, 1)


@rule("fundus.Step")
def _(node, layout):
    below, above = node.get("below", 0.0), node.get("above", 1.0)

    def compute(x):
        if above == 1:  # one pass over memory
            one = torch.ones((), device=x.device).expand(x.shape)
            return torch.ops.aten.leaky_relu_backward(one, x, below, False)
        if (below, above) == (1, 0):
            return torch.le(x, 0).to(x.dtype)
        return torch.gt(x, 0).to(x.dtype).mul_(above - below).add_(below)

    return compute


@rule("fundus.Affine")
def _(node, layout):
    return lambda x, scale, shift: torch.addcmul(shift, x, scale)


@rule("fundus.SpatialDot")
def _(node, layout):
    return lambda a, b: (a * b).sum((2, 3), keepdim=True)


@rule("ChannelDot")  # made by `simplify`
def _(node, layout):
    same = node.inputs[0] == node.inputs[1]
    if same:
        return lambda a, _: torch.linalg.vector_norm(a, 2, (0, 2, 3), keepdim=True).square_()
    return lambda a, b: (a * b).sum((0, 2, 3), keepdim=True)


def window(node):
    strides, pads = node.get("strides", [1, 1]), node.get("pads", [0, 0, 0, 0])
    if any(d != 1 for d in node.get("dilations", [1, 1])) or node.get("auto_pad", "NOTSET") not in ("NOTSET", b"NOTSET"):
        raise Stop(f"{node.op}: dilations and auto_pad are not supported")
    return strides, pads


def in_layout(x, layout):
    """The tensor in the memory layout of convolutions."""
    return x.contiguous(memory_format=layout) if x.dim() == 4 else x


@rule("Conv")
def _(node, layout):
    strides, (top, left, bottom, right) = window(node)
    groups = node.get("group", 1)
    even = top == bottom and left == right

    def compute(x, filters, bias=None):
        x = in_layout(x, layout)
        if not even:
            x = F.pad(x, (left, right, top, bottom))
        return F.conv2d(x, filters, bias, strides, (top, left) if even else 0, 1, groups)

    return compute


def convolution_backward(dy, x, filters, strides, padding, mask):
    return torch.ops.aten.convolution_backward(
        dy, x, filters, None, strides, padding, [1, 1], False, [0, 0], 1, mask
    )


@rule("fundus.ConvInputGradient")
def _(node, layout):
    strides, (top, left, bottom, right) = window(node)
    height, width = node.get("height"), node.get("width")
    even = top == bottom and left == right

    def compute(dy, filters, bias=None):
        n, c = dy.shape[0], filters.shape[1]
        size = (n, c, height, width) if even else (n, c, height + top + bottom, width + left + right)
        # Only its size and layout are looked at: no memory is passed over.
        like = torch.empty(size, dtype=dy.dtype, device=dy.device, memory_format=layout)
        padding = [top, left] if even else [0, 0]
        dx = convolution_backward(in_layout(dy, layout), like, filters, strides, padding, [True, False, False])[0]
        dx = dx if even else dx[:, :, top : top + height, left : left + width]
        return dx if bias is None else dx + bias.reshape(1, -1, 1, 1)

    return compute


@rule("fundus.ConvFilterGradient")
def _(node, layout):
    strides, (top, left, bottom, right) = window(node)
    rows, columns = node.get("kernel_shape")
    even = top == bottom and left == right

    def compute(x, dy):
        x = in_layout(x if even else F.pad(x, (left, right, top, bottom)), layout)
        like = x.new_empty(1).expand((dy.shape[1], x.shape[1], rows, columns))
        padding = [top, left] if even else [0, 0]
        return convolution_backward(in_layout(dy, layout), x, like, strides, padding, [False, True, False])[1]

    return compute


@rule("ConvTranspose")
def _(node, layout):
    strides, (top, left, bottom, right) = window(node)
    if node.get("group", 1) != 1:
        raise Stop("ConvTranspose: groups are not supported")
    below, beyond = node.get("output_padding", [0, 0])

    def compute(dy, filters, bias=None):
        x = F.conv_transpose2d(in_layout(dy, layout), filters, bias, strides, 0, (0, 0))
        x = F.pad(x, (-left, beyond - right, -top, below - bottom))
        return x

    return compute


@rule("BatchNormalization")
def _(node, layout):
    epsilon = node.get("epsilon", 1e-5)
    return lambda x, gamma, beta, mean, variance: F.batch_norm(x, mean, variance, gamma, beta, False, 0.0, epsilon)


def pooling(node):
    strides, pads = window(node)
    kernel = node.get("kernel_shape")
    if list(kernel) != list(strides) or any(pads) or node.get("ceil_mode", 0):
        raise Stop(f"{node.op}: only windows side by side are supported")
    return kernel


@rule("MaxPool")
def _(node, layout):
    kernel = pooling(node)
    return lambda x: F.max_pool2d(x, kernel)


@rule("AveragePool")
def _(node, layout):
    kernel = pooling(node)
    return lambda x: F.avg_pool2d(x, kernel)


@rule("Resize")
def _(node, layout):
    mode, transformation = node.get("mode", "nearest"), node.get("coordinate_transformation_mode", "half_pixel")
    if mode != "nearest" and (mode, transformation) != ("linear", "half_pixel"):
        raise Stop("Resize: only nearest-neighbour and half-pixel linear enlargement are supported")

    def nearest(factor):
        def compute(x, *_):
            n, c, h, w = x.shape
            if layout is torch.channels_last:
                spread = x.permute(0, 2, 3, 1)[:, :, None, :, None, :].expand(n, h, factor, w, factor, c)
                return spread.reshape(n, h * factor, w * factor, c).permute(0, 3, 1, 2)
            return x[:, :, :, None, :, None].expand(n, c, h, factor, w, factor).reshape(n, c, h * factor, w * factor)

        return compute

    def linear(factor):
        return lambda x, *_: F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)

    scales = node.ints(2)
    factor = int(scales[2])
    if list(scales) != [1, 1, factor, factor]:
        raise Stop("Resize: only whole factors are supported")
    return nearest(factor) if mode == "nearest" else linear(factor)


@rule("DepthToSpace")
def _(node, layout):
    b = node.get("blocksize")

    def compute(x):
        n, channels, h, w = x.shape
        c = channels // (b * b)
        if layout is torch.channels_last:
            last = in_layout(x, layout).permute(0, 2, 3, 1).reshape(n, h, w, b, b, c)
            return last.permute(0, 1, 3, 2, 4, 5).reshape(n, h * b, w * b, c).permute(0, 3, 1, 2)
        return x.reshape(n, b, b, c, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c, h * b, w * b)

    return compute


@rule("SpaceToDepth")
def _(node, layout):
    b = node.get("blocksize")

    def compute(x):
        n, c, height, width = x.shape
        h, w = height // b, width // b
        if layout is torch.channels_last:
            last = in_layout(x, layout).permute(0, 2, 3, 1).reshape(n, h, b, w, b, c)
            return last.permute(0, 1, 3, 2, 4, 5).reshape(n, h, w, b * b * c).permute(0, 3, 1, 2)
        return x.reshape(n, c, h, b, w, b).permute(0, 3, 5, 1, 2, 4).reshape(n, b * b * c, h, w)

    return compute


@rule("Concat")
def _(node, layout):
    axis = node.get("axis")

    def last(*tensors):
        joined = torch.cat([in_layout(x, layout).permute(0, 2, 3, 1) for x in tensors], 3)
        return joined.permute(0, 3, 1, 2)

    def compute(*tensors):
        if axis == 1 and tensors[0].dim() == 4 and layout is torch.channels_last:
            return last(*tensors)
        return torch.cat([in_layout(x, layout) for x in tensors], axis)

    return compute


@rule("Slice")
def _(node, layout):
    starts, ends = node.ints(1), node.ints(2)
    axes = node.ints(3)
    axes = list(range(len(starts))) if axes is None else axes
    steps = node.ints(4)
    steps = [1] * len(starts) if steps is None else steps

    def compute(x, *_):
        flipped = [axis for axis, step in zip(axes, steps) if step == -1]
        index = [slice(None)] * x.dim()
        for axis, start, end, step in zip(axes, starts, ends, steps):
            if step == 1:
                index[axis] = slice(int(start), int(end))
            elif step != -1 or start != -1 or end > -x.shape[axis]:
                raise Stop("Slice: only whole axes can be reversed")
        x = x[tuple(index)]
        return torch.flip(x, flipped) if flipped else x

    return compute


@rule("Pad")
def _(node, layout):
    pads = node.ints(1)
    rank = len(pads) // 2
    if node.get("mode", "constant") != "constant":
        raise Stop("Pad: only zeros are supported")
    order = [int(length) for axis in reversed(range(rank)) for length in (pads[axis], pads[rank + axis])]
    return lambda x, *_: F.pad(x, order)


@rule("Reshape")
def _(node, layout):
    shape = [int(length) for length in node.ints(1)]
    if 0 in shape:
        raise Stop("Reshape: a length of 0 is not supported")
    return lambda x, _: x.reshape(shape)


@rule("Expand")
def _(node, layout):
    shape = [int(length) for length in node.ints(1)]
    return lambda x, _: x.expand(torch.broadcast_shapes(x.shape, shape))


@rule("Transpose")
def _(node, layout):
    perm = node.get("perm")
    return lambda x: x.permute(perm)


def reduction(function):
    def build(node, layout):
        axes = node.ints(1) if len(node.inputs) > 1 else node.get("axes")
        keep = bool(node.get("keepdims", 1))
        dims = None if axes is None else [int(axis) for axis in axes]
        return lambda x, *_: function(x, list(range(x.dim())) if dims is None else dims, keepdim=keep)

    return build


RULES["ReduceSum"] = reduction(torch.sum)
RULES["ReduceMean"] = reduction(torch.mean)
RULES["MatMul"] = elementwise(torch.matmul)


@rule("Gather")
def _(node, layout):
    if node.get("axis", 0) != 0:
        raise Stop("Gather: only the first axis is supported")
    return lambda x, index: torch.index_select(x, 0, index.long().reshape(-1)).reshape(*index.shape, *x.shape[1:])


@rule("Cast")
def _(node, layout):
    types = {1: torch.float32, 6: torch.int32, 7: torch.int64}
    to = types.get(node.get("to"))
    if to is None:
        raise Stop("Cast: only float32, int32 and int64 are supported")
    return lambda x: x.to(to)


@rule("GridSample")
def _(node, layout):
    modes = {"bilinear": "bilinear", "linear": "bilinear", "nearest": "nearest"}
    mode, border = modes.get(node.get("mode", "linear")), node.get("padding_mode", "zeros")
    aligned = bool(node.get("align_corners", 0))
    if mode is None:
        raise Stop("GridSample: only linear and nearest are supported")
    return lambda x, grid: F.grid_sample(x, grid, mode=mode, padding_mode=border, align_corners=aligned)


# --- Graphs ---


def read_nodes(model):
    """The nodes of an ONNX model, its float constants by name, its inputs' and outputs' names."""
    integers, floats = {}, {}
    for stored in model.graph.initializer:
        values = numpy_helper.to_array(stored)
        if values.dtype == np.float32:
            floats[stored.name] = values
        else:
            integers[stored.name] = values.tolist()
    resize_scales = {node.input[2] for node in model.graph.node if node.op_type == "Resize"}
    for name in resize_scales:
        integers[name] = floats[name].tolist()
    nodes = []
    for node in model.graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        attributes = {k: v.decode() if isinstance(v, bytes) else v for k, v in attributes.items()}
        op = f"{node.domain}.{node.op_type}" if node.domain else node.op_type
        if op not in RULES:
            raise Stop(f"the operator {op} is not known; this program may be older than the bundle")
        nodes.append(Node(op, list(node.input), list(node.output), attributes, integers))
    initializers = set(floats) | set(integers)
    inputs = [i.name for i in model.graph.input if i.name not in initializers]
    return nodes, floats, inputs, [o.name for o in model.graph.output]


def simplify(nodes, floats, outputs):
    """Puts one library call in the place of several nodes where one does the same."""
    maker = {name: node for node in nodes for name in node.outputs}
    uses = collections.Counter(name for node in nodes for name in node.inputs)
    uses.update(outputs)

    def made_by(name, op):
        node = maker.get(name)
        return node if node is not None and node.op == op else None

    def once(name, op):
        return made_by(name, op) if uses[name] == 1 else None

    def is_step(node, below, above):
        return node is not None and (node.get("below", 0.0), node.get("above", 1.0)) == (below, above)

    def negated(name):
        node = made_by(name, "Mul")
        if node is None:
            return None
        x, factor = node.inputs
        return x if factor in floats and floats[factor].size == 1 and float(floats[factor].flat[0]) == -1 else None

    for node in nodes:
        if node.op == "Mul":
            for dy, name in (node.inputs, node.inputs[::-1]):
                step = once(name, "fundus.Step")
                if step is None or step.get("above", 1.0) != 1 or dy == name:
                    continue
                below = step.get("below", 0.0)
                node.op = "MaskRelu" if below == 0 else "MaskLeakyRelu"
                node.inputs = [dy, step.inputs[0]]
                node.attributes = {"below": below}
                break
        elif node.op == "Sub":
            positive, negative = (made_by(name, "fundus.Step") for name in node.inputs)
            if is_step(positive, 0, 1) and is_step(negative, 0, 1):
                if negated(negative.inputs[0]) == positive.inputs[0]:
                    node.op, node.inputs, node.attributes = "Sign", [positive.inputs[0]], {}
        elif node.op == "ReduceSum" and node.get("keepdims", 1) == 1 and len(node.inputs) > 1:
            dot = once(node.inputs[0], "fundus.SpatialDot")
            if dot is not None and node.ints(1) == [0]:
                node.op, node.inputs, node.attributes = "ChannelDot", list(dot.inputs), {}
    return needed(nodes, outputs)


def needed(nodes, outputs):
    """The nodes that the outputs depend on, in order."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted.intersection(node.outputs):
            kept.append(node)
            wanted.update(node.inputs)
    return kept[::-1]


class Graph:
    """An ONNX graph as a list of calls; a value's memory is free as soon as its last reader is done."""

    def __init__(self, data, device, layout, outputs=None):
        model = onnx.load_model_from_string(data)
        nodes, floats, self.inputs, self.outputs = read_nodes(model)
        self.outputs = outputs or self.outputs
        nodes = simplify(nodes, floats, self.outputs)
        self.slots = {}
        constants = {name: torch.from_numpy(values.copy()).to(device) for name, values in floats.items()}
        for name in [*constants, *self.inputs]:
            self.slot(name)
        self.initial = [*constants.values(), *[None] * len(self.inputs)]
        filters = {n.inputs[1] for n in nodes if n.op in ("Conv", "ConvTranspose", "fundus.ConvInputGradient")}
        last_use = {}
        for index, node in enumerate(nodes):
            for name in node.inputs:
                last_use[name] = index
        permanent = {"", *constants, *self.inputs, *self.outputs}
        self.calls = []
        for index, node in enumerate(nodes):
            function = RULES[node.op](node, layout)
            if node.outputs[0] in filters:
                function = then_in_layout(function, layout)
            arguments = [self.argument(name, node) for name in node.inputs]
            done = {n for n in node.inputs if last_use[n] == index and n not in permanent}
            freed = [self.slots[n] for n in done if n in self.slots]
            self.calls.append((function, arguments, self.slot(node.outputs[0]), freed))
        self.size = len(self.slots)
        self.results = [(name, self.slots[name]) for name in self.outputs]

    def slot(self, name):
        return self.slots.setdefault(name, len(self.slots))

    def argument(self, name, node):
        if name in self.slots:
            return self.slots[name]
        if name == "" or name in node.integers:
            return -1
        raise Stop(f"{node.op}: there is no tensor '{name}'")

    def run(self, feeds):
        values = self.initial + [None] * (self.size - len(self.initial) + 1)  # the last stays None
        for name in self.inputs:
            values[self.slots[name]] = feeds[name]
        for function, arguments, output, freed in self.calls:
            values[output] = function(*[values[i] for i in arguments])
            for i in freed:
                values[i] = None
        return {name: values[i] for name, i in self.results}


def then_in_layout(function, layout):
    return lambda *inputs: in_layout(function(*inputs), layout)


# --- The bundle ---


class Bundle:
    """The file's manifest and tensors."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
            self.manifest = json.loads(self.zip.read("manifest.json"))
        except FileNotFoundError:
            raise Stop(f"{path}: no such file")
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise Stop(f"{path}: this is no training bundle ({error})")
        if self.manifest.get("format") != BUNDLE_FORMAT:
            raise Stop(f"{path}: this is no training bundle")
        if self.manifest.get("version") != VERSION:
            raise Stop(f"{path}: bundle version {self.manifest.get('version')}, expected {VERSION}")
        self.program = self.manifest["program"]
        with open(path, "rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else (
                hashlib.sha256(file.read()).hexdigest()
            )

    def bytes(self, part):
        return self.zip.read(part["file"])

    def array(self, tensor):
        shape, encoding = tensor["shape"], tensor["encoding"]
        if encoding == "zeros":
            return np.zeros(shape, np.float32)
        data = self.bytes(tensor)
        if encoding == "uint8-differences":
            return np.cumsum(np.frombuffer(data, np.uint8), dtype=np.uint8).reshape(shape)
        if encoding == "float32-planes":
            planes = np.frombuffer(data, np.uint8).reshape(4, -1)
            return np.ascontiguousarray(planes.T).view("<f4").reshape(shape).astype(np.float32)
        raise Stop(f"unknown encoding '{encoding}'")

    def tensor(self, tensor, device):
        """Bytes travel to the device as bytes."""
        values = torch.from_numpy(self.array(tensor).copy()).to(device)
        return values.to(torch.float32)


# --- Training ---


class Training:
    """The states on the device and what moves them on by one step."""

    def __init__(self, bundle, device, layout, source=None):
        program = bundle.program
        self.program, self.device, self.layout = program, device, layout
        self.graphs = {
            name: Graph(bundle.bytes(part), device, layout) for name, part in program["graphs"].items()
        }
        share = source or None
        self.data = share.data if share else {n: bundle.tensor(t, device) for n, t in program["data"].items()}
        self.table = share.table if share else bundle.tensor(program["inputs"]["table"], device).T.contiguous()
        self.schedule = bundle.array(program["schedule"]["table"]).astype(int)
        self.states = {}
        self.metrics = torch.full((program["steps"], len(program["metrics"])), float("nan"), device=device)
        self.counter = torch.zeros(1, dtype=torch.int64, device=device)
        self.captured = {}

    def reset(self, states, step, metrics=None):
        """Puts the training after step number `step`; tensors that a CUDA graph knows keep their places."""
        for name, values in states.items():
            if name in self.states:
                self.states[name].copy_(values)
            else:
                self.states[name] = values.to(self.device, copy=True)
        self.counter.fill_(step)
        if metrics is not None:
            self.metrics[: len(metrics)].copy_(metrics)

    def graph_of(self, step):
        return self.program["schedule"]["graphs"][self.schedule[step - 1]]

    def row(self):
        """The step's own inputs: views of one row of the table."""
        values = torch.index_select(self.table, 0, self.counter).view(-1)
        feeds, at = {}, 0
        for column in self.program["inputs"]["columns"]:
            count = int(np.prod(column["shape"], dtype=np.int64))
            feeds[column["name"]] = values[at : at + count].view(column["shape"])
            at += count
        return feeds

    def compute(self, name):
        """One step of the graph `name`, with no word from the host: it can be captured."""
        results = self.graphs[name].run({**self.states, **self.data, **self.row()})
        figures = torch.cat([results[metric].reshape(1) for metric in self.program["metrics"]])
        self.metrics.index_copy_(0, self.counter, figures.view(1, -1))
        following = {state: results.pop(f"{state}.next") for state in self.states if f"{state}.next" in results}
        own = {tensor.data_ptr() for tensor in self.states.values()}
        following = {n: t.clone() if t.data_ptr() in own else t for n, t in following.items()}
        for state, values in following.items():
            self.states[state].copy_(values.view(-1))
        self.counter.add_(1)

    def capture(self):
        """Records every graph of the schedule as a CUDA graph: thousands of launches become one."""
        names = [self.program["schedule"]["graphs"][i] for i in sorted(set(self.schedule.tolist()))]
        saved = {name: values.clone() for name, values in self.states.items()}
        step = int(self.counter.item())
        try:
            self.record(names, step)
        except RuntimeError as error:
            self.captured = {}
            synchronize(self.device)
            print(f"going on without CUDA graphs: {str(error).splitlines()[0]}", flush=True)
        self.reset(saved, step)

    def record(self, names, step):
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for name in names:
                for _ in range(2):  # chooses algorithms and loads kernels
                    self.counter.fill_(min(step, self.program["steps"] - 1))
                    self.compute(name)
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
        pool = torch.cuda.graph_pool_handle()
        for name in names:
            self.captured[name] = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self.captured[name], pool=pool):
                self.compute(name)

    def step(self, step):
        name = self.graph_of(step)
        if name in self.captured:
            self.captured[name].replay()
        else:
            self.compute(name)


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize()


def seconds_of(training, states, step, count=6):
    """Seconds of a step, of a few that are not kept."""
    for repeat in range(count + 2):
        if repeat == 2:
            synchronize(training.device)
            start = time.perf_counter()
        training.step(min(step + 1, training.program["steps"]))
        training.counter.fill_(min(step, training.program["steps"] - 1))
    synchronize(training.device)
    training.reset(states, step)
    return (time.perf_counter() - start) / count


LAYOUTS = {"nchw": torch.contiguous_format, "nhwc": torch.channels_last}


def prepare(bundle, device, options, states, step, metrics):
    """The training in the layout asked for, or in the faster one."""
    names = list(LAYOUTS) if options.layout == "auto" else [options.layout]
    best, best_seconds = None, float("inf")
    for name in names:
        start = time.perf_counter()
        training = Training(bundle, device, LAYOUTS[name], best)
        training.reset(states, step, metrics)
        if device.type == "cuda" and options.cuda_graphs:
            training.capture()
            print(f"{name}: prepared in {time.perf_counter() - start:.1f} s", flush=True)
        if len(names) == 1:
            return training, name
        seconds = seconds_of(training, states, step)
        peak = f", {torch.cuda.max_memory_reserved() / 2**30:.1f} GiB" if device.type == "cuda" else ""
        print(f"{name}: {1000 * seconds:.1f} ms a step{peak}", flush=True)
        if seconds < best_seconds:
            best, best_seconds, best_name = training, seconds, name
    return best, best_name


def write_profile(training, states, step, path):
    """The time that each kernel takes, over three steps that are not kept."""
    activities = [torch.profiler.ProfilerActivity.CPU]
    if training.device.type == "cuda":
        activities.append(torch.profiler.ProfilerActivity.CUDA)
    with torch.profiler.profile(activities=activities) as profile:
        seconds_of(training, states, step, 1)
    by = "self_cpu_time_total" if training.device.type == "cpu" else "self_device_time_total"
    write_file(path, profile.key_averages().table(sort_by=by, row_limit=80, max_name_column_width=110).encode())


# --- Pictures ---


def png(picture):
    """A PNG file of uint8 [height, width, 3]."""
    height, width, _ = picture.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    flat = picture.reshape(height, 3 * width).astype(np.int16)
    rows[:, 0] = 1  # filter "Sub": the difference from the pixel on the left
    rows[:, 1:4] = flat[:, :3]
    rows[:, 4:] = (flat[:, 3:] - flat[:, :-3]).astype(np.uint8)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows.tobytes(), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


class Samples:
    """Pictures of what is learnt, written beside the training."""

    def __init__(self, bundle, training, folder, kept):
        samples = bundle.program.get("samples")
        self.kept = kept
        self.every = samples["every"] if samples else 0
        self.training, self.folder = training, folder
        self.writer = concurrent.futures.ThreadPoolExecutor(1)
        self.written = []
        if samples:
            os.makedirs(folder, exist_ok=True)
            self.graph = Graph(bundle.bytes(samples["graph"]), training.device, training.layout, ["image"])
            self.feeds = {n: bundle.tensor(t, training.device) for n, t in samples["feeds"].items()}

    def due(self, step):
        return self.every > 0 and step > 0 and (step % self.every == 0 or step == self.training.program["steps"])

    def draw(self, step):
        feeds = {**self.training.states, **self.training.data, **self.feeds}
        image = self.graph.run(feeds)["image"]
        levels = ((image + 1) * 127.5).round_().clamp_(0, 255).to(torch.uint8)
        pictures = levels.permute(0, 2, 3, 1).cpu().numpy()
        self.written.append(self.writer.submit(self.write, step, pictures))

    def write(self, step, pictures):
        for index, picture in enumerate(pictures):
            write_file(os.path.join(self.folder, f"{step:06d}-{index:02d}.png"), png(picture))
        steps = sorted({name.split("-")[0] for name in self.names()})
        for name in self.names():
            if name.split("-")[0] not in steps[-self.kept :]:
                os.remove(os.path.join(self.folder, name))

    def names(self):
        return sorted(n for n in os.listdir(self.folder) if n.endswith(".png")) if os.path.isdir(self.folder) else []

    def forget_after(self, step):
        for name in self.names():
            if int(name.split("-")[0]) > step:
                os.remove(os.path.join(self.folder, name))

    def finish(self):
        for future in self.written:
            future.result()
        self.written = []


# --- Files ---


def write_file(path, data):
    """Whole or not at all."""
    temporary = f"{path}.partial"
    with open(temporary, "wb") as file:
        file.write(data) if isinstance(data, bytes) else data(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


class Output:
    """The folder that a training writes into."""

    def __init__(self, folder, bundle):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.bundle = folder, bundle
        self.checkpoint = self.path("checkpoint.pt")

    def path(self, name):
        return os.path.join(self.folder, name)

    def load(self):
        """States, step, metrics and seconds of the checkpoint, or None."""
        if not os.path.exists(self.checkpoint):
            return None
        saved = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        if saved["bundle"] != self.bundle.sha256:
            raise Stop(f"{self.folder} holds the training of another bundle: choose another folder")
        return saved

    def save(self, training, step, seconds):
        saved = {
            "bundle": self.bundle.sha256,
            "step": step,
            "seconds": seconds,
            "states": {name: values.cpu() for name, values in training.states.items()},
            "metrics": training.metrics[:step].cpu(),
        }
        write_file(self.checkpoint, lambda file: torch.save(saved, file))
        names = self.bundle.program["metrics"]
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["step", *names])
        rows.writerows([i + 1, *(f"{v:.6g}" for v in row)] for i, row in enumerate(saved["metrics"].tolist()))
        write_file(self.path("metrics.csv"), text.getvalue().encode())

    def result(self, training, step, seconds, device, samples, split_mb):
        manifest = self.bundle.manifest
        facts = {
            "format": RESULT_FORMAT,
            "version": VERSION,
            "bundleSha256": self.bundle.sha256,
            "bundle": manifest,
            "step": step,
            "seconds": seconds,
            **device_facts(device),
        }

        def write(file):
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.writestr("manifest.json", json.dumps(facts))
                archive.writestr("metrics", training.metrics[:step].cpu().numpy().astype("<f4").tobytes())
                for name in manifest["results"]:
                    archive.writestr(f"states/{name}", training.states[name].cpu().numpy().astype("<f4").tobytes())
                for name in samples.names():
                    archive.write(os.path.join(samples.folder, name), f"samples/{name}", zipfile.ZIP_STORED)

        path = self.path("result.zip")
        for name in os.listdir(self.folder):
            if name.startswith("result.zip"):
                os.remove(self.path(name))
        write_file(path, write)
        return self.split(path, split_mb) if split_mb else [path]

    def split(self, path, megabytes):
        parts = []
        with open(path, "rb") as file:
            while data := file.read(int(megabytes * 1_000_000)):
                parts.append(f"{path}.{len(parts):03d}")
                write_file(parts[-1], data)
        os.remove(path)
        return parts


def device_facts(device):
    cuda = device.type == "cuda"
    return {
        "device": torch.cuda.get_device_name(device) if cuda else processor_name(),
        "torch": torch.__version__,
        "tf32": bool(cuda and torch.backends.cudnn.allow_tf32),
        "cudnn": torch.backends.cudnn.version() if cuda else None,
    }


def processor_name():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


# --- The command ---


def describe(step, steps, names, figures, seconds):
    left = seconds * (steps - step)
    losses = ", ".join(f"{name} {value:.3g}" for name, value in zip(names, figures))
    return f"step {step}/{steps}: {losses}; {1000 * seconds:.1f} ms a step, {left / 60:.1f} min left"


class Trainer:
    def __init__(self, bundle, output, training, samples, device, options, seconds):
        self.bundle, self.output, self.training, self.samples = bundle, output, training, samples
        self.device, self.options, self.seconds = device, options, seconds
        self.names = bundle.program["metrics"]
        self.stopped = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.interrupt)

    def interrupt(self, number, _):
        if self.stopped:
            signal.signal(number, signal.SIG_DFL)  # a third one ends the program at once
        self.stopped = signal.Signals(number).name

    def run(self, step, until, started):
        """Trains to step `until`, or until it is told to stop. Returns the last step that was done."""
        options = self.options
        steps = self.bundle.program["steps"]
        deadline = started + 60 * options.minutes if options.minutes else float("inf")
        reported = saved = time.perf_counter()
        begun, seen = reported, step
        while step < until and not self.stopped:
            step += 1
            self.training.step(step)
            if self.samples.due(step):
                self.samples.draw(step)
            # The device works behind the host's back; the host waits for it here, and so does not run far ahead.
            if step % options.report_every == 0 or step == until or time.perf_counter() >= deadline:
                figures = self.training.metrics[seen:step].mean(0).tolist()
                now = time.perf_counter()
                if not all(np.isfinite(figures)):
                    raise Stop(
                        f"the training diverged before step {step}: {dict(zip(self.names, figures))}; "
                        "the checkpoint is of before"
                    )
                print(describe(step, steps, self.names, figures, (now - reported) / (step - seen)), flush=True)
                reported, seen = now, step
                if now >= deadline:
                    self.stopped = f"{options.minutes:g} minutes are over"
                elif now - saved > 60 * options.checkpoint_minutes:
                    self.output.save(self.training, step, self.seconds + now - begun)
                    saved = time.perf_counter()
        synchronize(self.device)
        self.seconds += time.perf_counter() - begun
        return step


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], epilog="More: the head of this file.")
    add = parser.add_argument
    add("bundle", help="the file that `fundus train ... --bundle FILE` wrote")
    add("output", help="folder for checkpoint, metrics, samples and result; a training found there goes on")
    add("--device", help="cuda or cpu (default: cuda where there is one)")
    add("--minutes", type=float, help="stop cleanly before so many minutes are over, the start included")
    add("--until", type=int, metavar="STEP", help="stop cleanly after this step")
    add("--no-tf32", dest="tf32", action="store_false", help="full float32 in convolutions on a GPU, slower; "
        "by default they round their inputs to 11 bits (TF32)")
    add("--layout", choices=["auto", *LAYOUTS], help="memory layout of images (default: auto on a GPU: the faster "
        "one of a short trial; nchw on a CPU)")
    add("--no-cuda-graphs", dest="cuda_graphs", action="store_false", help="launch kernels one by one")
    add("--profile", action="store_true", help="write profile.txt: the time that each kernel takes")
    add("--report-every", type=int, default=25, metavar="STEPS", help="(default: 25)")
    add("--checkpoint-minutes", type=float, default=5, metavar="M", help="(default: 5)")
    add("--kept-samples", type=int, default=12, metavar="N", help="pictures are kept of the newest so many steps that "
        "have any (default: 12)")
    add("--split-mb", type=float, metavar="MB", help="write result.zip.000, .001, ... of this size; "
        "`cat result.zip.* > result.zip` joins them")
    add("--threads", type=int, help="of a CPU")
    return parser.parse_args()


def main():
    started = time.perf_counter()
    options = parse_arguments()
    device = torch.device(options.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    options.layout = options.layout or ("auto" if device.type == "cuda" else "nchw")
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = options.tf32
    bundle = Bundle(options.bundle)
    output = Output(options.output, bundle)
    saved = output.load()
    step, seconds = (saved["step"], saved["seconds"]) if saved else (0, 0.0)
    steps = bundle.program["steps"]
    until = min(options.until or steps, steps)
    cpu = torch.device("cpu")
    initial = {name: bundle.tensor(stored, cpu) for name, stored in bundle.program["states"].items()}
    states = saved["states"] if saved else initial
    facts = device_facts(device)
    print(f"{bundle.manifest['kind']}, {steps} steps, on {facts['device']}, PyTorch {facts['torch']}, "
          f"TF32 {'on' if facts['tf32'] else 'off'}{f', going on after step {step}' if step else ''}", flush=True)
    if step >= until:
        options.layout, options.cuda_graphs = "nchw", False  # nothing is left to compute
    training, layout = prepare(bundle, device, options, states, step, saved["metrics"] if saved else None)
    if options.profile and step < until:
        write_profile(training, states, step, output.path("profile.txt"))
    samples = Samples(bundle, training, output.path("samples"), options.kept_samples)
    samples.forget_after(step)
    print(f"{layout}, ready after {time.perf_counter() - started:.1f} s", flush=True)
    trainer = Trainer(bundle, output, training, samples, device, options, seconds)
    step = trainer.run(step, until, started)
    samples.finish()
    output.save(training, step, trainer.seconds)
    files = output.result(training, step, trainer.seconds, device, samples, options.split_mb)
    why = f" ({trainer.stopped})" if trainer.stopped else ""
    written = files[0] if len(files) == 1 else f"{files[0]} to {files[-1]}"
    print(f"{step} of {steps} steps done{why} in {trainer.seconds:.0f} s: {written}", flush=True)
    return 0 if step == steps else 3


if __name__ == "__main__":
    try:
        with torch.no_grad():
            sys.exit(main())
    except Stop as stop:
        print(f"run-bundle: {stop}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:  # before the first step
        sys.exit(130)
