"""The part on streams: a server and a client of each peer, in processes of their own, that stay for all rounds.

So a JVM is warm when it is measured, and one peer's turn comes right after the other's; those whose turn it is not wait.
"""

import tempfile
from pathlib import Path

import streams_report
from harness import BENCH, CLASS_PATH, java
from part import Part, Plan
from program import Program

STREAMS = BENCH / "build" / "streams"
PEERS = ["nng", "netty", "helve", "helve-inline", "jdk"]
SCHEMES = ["tcp", "ipc"]
CASES = [(kind, scheme, size, connections) for kind in ("echo", "flow") for scheme in SCHEMES
         for connections in (1, 100) for size in (64, 1024, 65536)]


def program(peer):
    if peer == "nng":
        return [str(STREAMS)]
    return [java(), "-cp", CLASS_PATH, "io.helve.bench.stream.StreamBench", peer]


class Pair:
    """The server and the client of one peer."""

    def __init__(self, peer, directory, command=None):
        command = command or program(peer)
        self.peer = peer
        self.server = Program([*command, "server", "tcp://127.0.0.1:0", f"ipc://{directory}/{peer}"], directory)
        control, *urls, transport = self.server.line()
        self.urls = {scheme: url for scheme, url in zip(SCHEMES, urls) if url != "-"}
        self.transport = transport
        self.client = Program([*command, "client", control], directory)

    def run(self, kind, scheme, size, connections, warmup, seconds):
        """Returns the case's name and its metrics, as (name, value, unit)."""
        name, *rest = self.client.ask(self.urls[scheme], kind, size, connections, warmup, seconds)
        return name, list(zip(rest[::3], rest[1::3], rest[2::3]))

    def close(self):
        self.client.close()
        self.server.close()


class Streams(Part):
    def __init__(self):
        # a JVM is under load for load * 24 cases before anything is measured
        super().__init__(
            "streams", streams_report,
            quick=Plan(rounds=1, load=0.2, warmup=0.1, seconds=0.2, idle=500),
            default=Plan(rounds=3, load=0.5, warmup=0.15, seconds=0.6, idle=5000),
            full=Plan(rounds=5, load=2, warmup=0.5, seconds=2, idle=5000))

    def run(self, plan, measurements):
        pairs = []
        with tempfile.TemporaryDirectory(prefix="helve-bench") as directory:
            try:
                for peer in PEERS:
                    pairs.append(Pair(peer, Path(directory)))
                self.compare(plan, measurements, pairs)
            finally:
                for pair in pairs:
                    pair.close()

    def compare(self, plan, measurements, pairs):
        def measure(number, pair, case, warmup=plan.warmup, seconds=plan.seconds):
            name, metrics = pair.run(*case, warmup, seconds)
            measurements.show(number, pair.peer, name, metrics)

        for pair in pairs:
            measurements.add(0, pair.peer, "transport", [(pair.transport, 1, "")])
        for pair in pairs:
            warm(measurements, pair, plan.load)
        measurements.rounds(plan, [(case, [pair for pair in pairs if case[1] in pair.urls]) for case in CASES], measure)
        for pair in pairs:
            measure(1, pair, ("idle", "tcp", 64, plan.idle), 0, 0)


def warm(measurements, pair, load):
    measurements.say(f"warming {pair.peer}, {pair.transport}")
    for kind, scheme, size, connections in CASES if pair.peer != "nng" else []:
        if scheme in pair.urls:
            pair.run(kind, scheme, size, connections, load, 0.05)
