"""The part on the Scalability Protocols: two processes of each peer, one of them for inproc. Those of JVMs stay for all rounds.

So a JVM is warm when it is measured, and one peer's turn comes right after the other's; those whose turn it is not wait. A process
does what it is told, line by line (see Session.java); what is a case, and what is measured of it, is here.
"""

import itertools
import sys
import tempfile
import time
from pathlib import Path

import sp_report
from harness import BENCH, CLASS_PATH, NANOMSG, java, nanomsg
from part import Part, Plan
from program import Program

NATIVE = {"nng": BENCH / "build" / "sp", "nanomsg": NANOMSG}
PEERS = ["nng", "helve", "helve-inline", "helve-blocking", "jeromq", "nanomsg"]
SCHEMES = ["inproc", "tcp", "ipc"]
SIZES = [64, 1024, 65536]
LIMIT = 20  # seconds for what takes no time


class Case:
    """What is sent, and who sends: the function and protocol of the active side and of the other one."""

    def __init__(self, kind, scheme, size, sockets=1):
        self.kind = kind
        self.scheme = scheme
        self.size = size
        self.sockets = sockets
        self.sends, self.receives = {
            "reqrep": ("ask req", "echo rep"),
            "pairs": ("ask pair", "echo pair"),
            "pushpull": ("source push", "sink pull"),
            "pair": ("source pair", "sink pair"),
            "pubsub": ("source pub", "sink sub"),
        }[kind]
        self.trips = self.sends.startswith("ask")
        self.drops = kind == "pubsub"

    @property
    def name(self):
        return f"{self.kind}-{self.scheme}-{self.size}" + (f"-{self.sockets}" if self.drops else "")


CASES = [Case(kind, scheme, size) for kind in ("reqrep", "pairs", "pushpull", "pair") for scheme in SCHEMES for size in SIZES] + \
    [Case("pubsub", scheme, size, sockets) for scheme in SCHEMES for sockets in (10, 100) for size in (64, 1024)]


def program(peer):
    if peer in NATIVE:
        return [str(NATIVE[peer])]
    return [java(), "-cp", CLASS_PATH, "io.helve.bench.sp.SpBench", peer]


class Count:
    """What a side has moved, when, and what its process has allocated."""

    def __init__(self, words):
        self.messages, self.nanos, self.allocated, self.idle = (int(word) for word in words)


class Side:
    """One side of a case that is open, in one of the processes."""

    names = itertools.count()

    def __init__(self, process, role, direction, url, size, sockets):
        self.process = process
        self.name = f"s{next(Side.names)}"
        self.url, = process.ask("open", self.name, role, direction, url, size, sockets)

    def ask(self, word):
        return self.process.ask(word, self.name)

    def count(self):
        return Count(self.ask("count"))


class Peer:
    """The two processes of one peer. Those in C are new for each case: nothing of them gets warm, and nng_close does not always return."""

    def __init__(self, title, directory):
        self.title = title
        self.directory = directory
        self.native = title in NATIVE
        self.near = self.far = None
        self.own = {}  # what a message allocates by itself, by size
        self.begin()

    def begin(self):
        self.near, self.far = (Program(program(self.title), self.directory) for _ in range(2))

    def done(self, *sides):
        if self.native:
            self.close()
            self.begin()
        else:
            for side in sides:
                side.ask("close")

    def url(self, case):
        return {
            "inproc": f"inproc://{next(Side.names)}",
            "tcp": "tcp://127.0.0.1:0",
            "ipc": f"ipc://{self.directory}/{self.title}{next(Side.names)}",
        }[case.scheme]

    def open(self, case):
        """Returns the side that sends and the one that receives."""
        far = self.near if case.scheme == "inproc" else self.far
        url = self.url(case)
        if case.drops:  # subscribers dial
            sender = Side(far, case.sends, "listen", url, case.size, 1)
            receiver = Side(self.near, case.receives, "dial", sender.url, case.size, case.sockets)
        else:
            receiver = Side(far, case.receives, "listen", url, case.size, 1)
            sender = Side(self.near, case.sends, "dial", receiver.url, case.size, 1)
        return sender, receiver

    def run(self, case, warmup, seconds):
        """Returns metrics, as (name, value, unit); none if there is no time for them."""
        sender, receiver = self.open(case)
        sender.ask("start")
        self.all_served(case, receiver)
        time.sleep(warmup)
        metrics = self.measured(case, sender, receiver, seconds) if seconds else []
        sent, = sender.ask("stop")
        self.arrived(case, int(sent), receiver)
        if case.trips and seconds:
            metrics += zip(("mean", "p50", "p99"), sender.ask("trips"), itertools.repeat("us"))
        self.done(*(receiver, sender) if case.drops else (sender, receiver))  # who dials goes first, or it would dial again
        return metrics

    def measured(self, case, sender, receiver, seconds):
        if case.trips:
            sender.ask("measure")
        before = receiver.count(), sender.count()
        time.sleep(seconds)
        after = receiver.count(), sender.count()
        metrics = [] if case.trips else [("rate", rate(before[0], after[0]), "/s")]
        return metrics + self.allocated(case, before, after)

    def all_served(self, case, receiver):
        """Waits until each socket of the receiver has something: a publisher may not have all its subscribers yet."""
        end = time.monotonic() + LIMIT
        while receiver.count().idle:
            if time.monotonic() > end:
                sys.exit(f"bench/compare: {case.name}: not all sockets of {self.title} receive")
            time.sleep(0.001)

    def arrived(self, case, sent, receiver):
        """Waits until all is there that was sent; only what is published may be lost."""
        end = time.monotonic() + LIMIT
        there = receiver.count()
        while there.messages != sent and not case.drops:
            if time.monotonic() > end or there.messages > sent:
                sys.exit(f"bench/compare: {case.name}: {self.title} has sent {sent} messages and received {there.messages}")
            time.sleep(0.001)
            there = receiver.count()

    def allocated(self, case, before, after):
        """What is allocated for each message received, and for each one sent if that is in another process."""
        if self.native:
            return []
        if case.size not in self.own:
            self.own[case.size] = float(self.near.ask("message", case.size)[0])
        metrics = [("message", self.own[case.size], "B")]
        for name, from_, to in zip(("receiver", "sender"), before, after):
            if to.messages > from_.messages and not (name == "sender" and case.scheme == "inproc"):
                metrics.append((name, (to.allocated - from_.allocated) / (to.messages - from_.messages), "B"))
        return metrics

    def close(self):
        self.near.close()
        self.far.close()


def rate(from_, to):
    return (to.messages - from_.messages) / ((to.nanos - from_.nanos) / 1e9)


class Sp(Part):
    def __init__(self):
        # a JVM is under load for load * 48 cases before anything is measured
        super().__init__(
            "sp", sp_report,
            quick=Plan(rounds=1, load=0.1, warmup=0.05, seconds=0.1),
            default=Plan(rounds=3, load=0.3, warmup=0.1, seconds=0.3),
            full=Plan(rounds=5, load=2, warmup=0.5, seconds=2))

    def run(self, plan, measurements):
        peers = []
        with tempfile.TemporaryDirectory(prefix="helve-bench") as directory:
            try:
                for title in available():
                    peers.append(Peer(title, Path(directory)))
                self.compare(plan, measurements, peers)
            finally:
                for peer in peers:
                    peer.close()

    def compare(self, plan, measurements, peers):
        def measure(number, peer, case):
            measurements.show(number, peer.title, case.name, peer.run(case, plan.warmup, plan.seconds))

        for peer in peers:
            measurements.say(f"warming {peer.title}")
            for case in CASES if not peer.native else []:
                peer.run(case, plan.load, 0)
        measurements.rounds(plan, [(case, peers) for case in CASES], measure)


def available():
    """The peers that can be run here."""
    if nanomsg():
        return PEERS
    print("nanomsg is left out: it needs the Debian package libnanomsg-dev, and a build with it", flush=True)
    return [title for title in PEERS if title != "nanomsg"]
