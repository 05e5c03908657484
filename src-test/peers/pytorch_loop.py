"""Times training iterations of a Skip GRU and a Skip LSTM in eager PyTorch: the peer in docs/benchmarks.md.

The same work as `./skipstream bench train`: 100 samples of one channel, 110 units, a head of two classes, the budget loss,
clipping by the global norm, Adam. A skipped step is masked, so the time does not depend on how many samples are used.

    python3 src-test/peers/pytorch_loop.py [THREADS]        (needs torch; nothing else)
"""

import math
import statistics
import sys
import time

import torch

UNITS, STEPS, CLASSES = 110, 100, 2
COST_PER_SAMPLE = 1e-4
WARM_UP, TIMED = 4, 15


class StraightThrough(torch.autograd.Function):
    """u = 1 where the update probability is at least one half; the gradient passes as if nothing had been rounded."""

    @staticmethod
    def forward(ctx, probability):
        return (probability >= 0.5).to(probability.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return gradient


def weights(gates):
    def normal(*shape):
        return (0.05 * torch.randn(*shape)).requires_grad_()

    return {
        "ih": normal(1, gates * UNITS),
        "hh": normal(UNITS, gates * UNITS),
        "bias": normal(gates * UNITS),
        "h0": normal(UNITS),
        "c0": normal(UNITS),
        "update": normal(UNITS, 1),
        "update_bias": torch.ones(1, requires_grad=True),
        "head": normal(UNITS, CLASSES),
        "head_bias": normal(CLASSES),
    }


def lstm(w, x, h, c):
    i, f, g, o = (x @ w["ih"] + h @ w["hh"] + w["bias"]).chunk(4, 1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def gru(w, x, h, c):
    n = 2 * UNITS
    gates = torch.sigmoid(x @ w["ih"][:, :n] + h @ w["hh"][:, :n] + w["bias"][:n])
    r, z = gates.chunk(2, 1)
    candidate = torch.tanh(x @ w["ih"][:, n:] + (r * h) @ w["hh"][:, n:] + w["bias"][n:])
    return z * h + (1 - z) * candidate, c


def loss(cell, w, signals, labels):
    batch = signals.shape[0]
    h, c = w["h0"].expand(batch, UNITS), w["c0"].expand(batch, UNITS)
    increment, carried = torch.ones(batch, 1), torch.zeros(batch, 1)
    updates = torch.zeros(batch, 1)
    for t in range(STEPS):
        probability = carried + torch.minimum(increment, 1 - carried)
        u = StraightThrough.apply(probability)
        new_h, new_c = cell(w, signals[:, t : t + 1], h, c)
        top = new_c if cell is lstm else new_h
        new_increment = torch.sigmoid(top @ w["update"] + w["update_bias"])
        h = u * new_h + (1 - u) * h
        if cell is lstm:
            c = u * new_c + (1 - u) * c
        increment = u * new_increment + (1 - u) * increment
        carried = (1 - u) * probability
        updates = updates + u
    task = torch.nn.functional.cross_entropy(h @ w["head"] + w["head_bias"], labels)
    return task + COST_PER_SAMPLE * updates.mean()


def signals(batch):
    periods = 5 + 50 * torch.rand(batch, 1)
    times = torch.arange(float(STEPS))[None] + periods * torch.rand(batch, 1)
    return torch.cos(2 * math.pi * times / periods)


def main():
    torch.manual_seed(1)
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} thread(s)")
    for name, cell, gates in (("skip-gru", gru, 3), ("skip-lstm", lstm, 4)):
        for batch in (64, 256):
            w = weights(gates)
            adam = torch.optim.Adam(w.values(), lr=1e-6)
            seconds = []
            for _ in range(WARM_UP + TIMED):
                start = time.perf_counter()
                adam.zero_grad()
                loss(cell, w, signals(batch), torch.randint(0, CLASSES, (batch,))).backward()
                torch.nn.utils.clip_grad_norm_([p for p in w.values() if p.grad is not None], 1.0)
                adam.step()
                seconds.append(time.perf_counter() - start)
            print(f"{name:9} batch {batch:3}: {1e3 * statistics.median(seconds[WARM_UP:]):6.1f} ms an iteration")


if __name__ == "__main__":
    main()
