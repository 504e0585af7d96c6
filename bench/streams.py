"""The part on streams: a server and a client of each peer, in processes of their own, that stay for all rounds.

So a JVM is warm when it is measured, and one peer's turn comes right after the other's; those whose turn it is not wait.
"""

import tempfile
import time
from pathlib import Path

import plot
import streams_report
from figures import Figures
from harness import BENCH, CLASS_PATH, RAW, RESULTS, java
from program import Program

STREAMS = BENCH / "build" / "streams"
PEERS = ["nng", "netty", "helve", "helve-inline", "jdk"]
SCHEMES = ["tcp", "ipc"]
CASES = [(kind, scheme, size, connections) for kind in ("echo", "flow") for scheme in SCHEMES
         for connections in (1, 100) for size in (64, 1024, 65536)]


class Plan:
    """How long and how often. A JVM is under load for load * 24 cases before anything is measured."""

    def __init__(self, rounds, load, warmup, seconds, idle):
        self.rounds = rounds
        self.load = load
        self.warmup = warmup
        self.seconds = seconds
        self.idle = idle


QUICK = Plan(rounds=1, load=0.2, warmup=0.1, seconds=0.2, idle=500)
DEFAULT = Plan(rounds=3, load=0.5, warmup=0.15, seconds=0.6, idle=5000)
FULL = Plan(rounds=5, load=2, warmup=0.5, seconds=2, idle=5000)


def program(peer):
    if peer == "nng":
        return [str(STREAMS)]
    return [java(), "-cp", CLASS_PATH, "io.helve.bench.stream.StreamBench", peer]


class Pair:
    """The server and the client of one peer."""

    def __init__(self, peer, directory):
        self.peer = peer
        self.server = Program([*program(peer), "server", "tcp://127.0.0.1:0", f"ipc://{directory}/{peer}"], directory)
        control, *urls, transport = self.server.line()
        self.urls = {scheme: url for scheme, url in zip(SCHEMES, urls) if url != "-"}
        self.transport = transport
        self.client = Program([*program(peer), "client", control], directory)

    def run(self, kind, scheme, size, connections, warmup, seconds):
        """Returns the case's name and its metrics, as (name, value, unit)."""
        name, *rest = self.client.ask(self.urls[scheme], kind, size, connections, warmup, seconds)
        return name, list(zip(rest[::3], rest[1::3], rest[2::3]))

    def close(self):
        self.client.close()
        self.server.close()


class Measurements:
    """Runs cases and appends what they print to bench/results/raw/streams.tsv."""

    def __init__(self, plan, pairs):
        self.plan = plan
        self.pairs = pairs
        self.started = time.monotonic()
        RAW.mkdir(parents=True, exist_ok=True)
        self.file = open(RAW / "streams.tsv", "w")

    def measure(self, number, pair, *case):
        name, metrics = pair.run(*case)
        for metric, value, unit in metrics:
            print(number, pair.peer, name, metric, value, unit, sep="\t", file=self.file)
        self.file.flush()
        shown = ", ".join(f"{metric} {float(value):.4g} {unit}" for metric, value, unit in metrics)
        print(f"{time.monotonic() - self.started:5.0f} s  {name:20} {pair.peer:12} {shown}", flush=True)

    def warm(self):
        for pair in self.pairs:
            print(f"{time.monotonic() - self.started:5.0f} s  warming {pair.peer}, {pair.transport}", flush=True)
            for kind, scheme, size, connections in CASES if pair.peer != "nng" else []:
                if scheme in pair.urls:
                    pair.run(kind, scheme, size, connections, self.plan.load, 0.05)

    def rounds(self):
        for number in range(1, self.plan.rounds + 1):
            print(f"round {number} of {self.plan.rounds}", flush=True)
            for case in CASES:
                able = [pair for pair in self.pairs if case[1] in pair.urls]
                turn = number % len(able)  # another peer goes first each time
                for pair in able[turn:] + able[:turn]:
                    self.measure(number, pair, *case, self.plan.warmup, self.plan.seconds)

    def idle(self):
        for pair in self.pairs:
            self.measure(1, pair, "idle", "tcp", 64, self.plan.idle, 0, 0)

    def transports(self):
        for pair in self.pairs:
            print(0, pair.peer, "transport", pair.transport, 1, "", sep="\t", file=self.file)


def measure(length):
    """Runs everything; how long is "quick", "full" or None. Returns the number of rounds."""
    plan = {"quick": QUICK, "full": FULL}.get(length, DEFAULT)
    pairs = []
    with tempfile.TemporaryDirectory(prefix="helve-bench") as directory:
        try:
            for peer in PEERS:
                pairs.append(Pair(peer, Path(directory)))
            measurements = Measurements(plan, pairs)
            measurements.transports()
            measurements.warm()
            measurements.rounds()
            measurements.idle()
        finally:
            for pair in pairs:
                pair.close()
    return plan.rounds


def write(about):
    figures = Figures(RAW / "streams.tsv")
    (RESULTS / "streams.md").write_text(streams_report.table(figures, about))
    (RESULTS / "streams.svg").write_text(plot.svg(figures, streams_report.CHART))
