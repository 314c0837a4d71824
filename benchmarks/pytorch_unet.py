"""Steps of training a U-Net in PyTorch, timed on request: the peer of benchmarks/training-step.ts.

Arguments: width, batch, side of the crops, threads, memory layout ("contiguous" or "channels_last"). For each line on standard input that holds a number of steps
it does them and answers with one line of JSON.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

LEVELS = 4


def block(inputs, outputs):
    layers = []
    for channels in (inputs, outputs):
        layers += [
            nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        ]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, width):
        super().__init__()
        sizes = [width << level for level in range(LEVELS)]
        self.down = nn.ModuleList(block(i, o) for i, o in zip([3, *sizes], sizes))
        pairs = list(zip(sizes, sizes[1:]))[::-1]
        self.up = nn.ModuleList(block(skip + below, skip) for skip, below in pairs)
        self.logits = nn.Conv2d(width, 1, 1)

    def forward(self, x):
        skips = []
        for level, layers in enumerate(self.down):
            x = layers(F.max_pool2d(x, 2) if level > 0 else x)
            skips.append(x)
        skips.pop()
        for layers in self.up:
            x = F.interpolate(x, scale_factor=2, mode="nearest")
            x = layers(torch.cat([skips.pop(), x], 1))
        return self.logits(x)


def main():
    width, batch, side, threads = map(int, sys.argv[1:5])
    layout = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}[sys.argv[5]]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = UNet(width).to(memory_format=layout)
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    image = torch.randn(batch, 3, side, side).contiguous(memory_format=layout)
    vessel = (torch.rand(batch, 1, side, side) > 0.9).float()

    def step():
        start = time.perf_counter()
        optimizer.zero_grad()
        logits = network(image)
        probability = torch.sigmoid(logits)
        overlap = 2 * (probability * vessel).sum() + 1
        dice = overlap / (probability.sum() + vessel.sum() + 1)
        loss = F.binary_cross_entropy_with_logits(logits, vessel) + 1 - dice
        loss.backward()
        optimizer.step()
        loss.item()
        return time.perf_counter() - start

    weights = sum(parameter.numel() for parameter in network.parameters())
    for line in sys.stdin:
        seconds = [step() for _ in range(int(line))]
        print(json.dumps({"version": torch.__version__, "weights": weights, "seconds": seconds}), flush=True)


main()
