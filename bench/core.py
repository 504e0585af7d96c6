"""The core part: handles, timers and files beside nng, the JDK and Netty; one case of one peer in a fresh process each."""

import json
import subprocess
import sys
import time

import core_report
import plot
from figures import Figures
from harness import BENCH, CLASS_PATH, RAW, RESULTS, java, run

CORE = BENCH / "build" / "core"

HANDLES = ["nng", "helve", "helve-exclusive"]
TIMERS = ["nng", "helve", "scheduled", "wheel"]

# case, peers; measured in every round
CASES = [
    ("callback-64", HANDLES + ["futures"]),
    ("callback-timeout-64", HANDLES + ["futures"]),
    ("callback-1", ["nng", "helve", "futures"]),
    ("callback-timeout-1", ["nng", "helve", "futures"]),
    ("callback-1024", ["nng", "helve", "futures"]),
    ("callback-timeout-1024", ["nng", "helve", "futures"]),
    ("await", HANDLES),
    ("cancel", HANDLES),
    ("alloc", ["nng", "helve"]),
    ("arm-0", TIMERS),
    ("arm-100000", TIMERS),
    ("arm-1000000", TIMERS),
    ("sleep-cancel-0", ["nng", "helve"]),
    ("sleep-cancel-100000", ["nng", "helve"]),
    ("sleep-cancel-1000000", ["nng", "helve"]),
    ("latency-idle", ["nng", "helve", "futures"]),
    ("latency-busy", ["nng", "helve", "futures"]),
    ("sleep-100000", ["nng", "helve"]),
    ("sleep-1000000", ["helve"]),
]

# measured once: they take long, and hardly differ from run to run
ONCE = [
    ("sleep-100000", ["scheduled", "wheel"]),
    ("sleep-1000000", ["scheduled", "wheel"]),
]


class Plan:
    """How long and how often."""

    def __init__(self, rounds, warmup, seconds, idle, opens, jmh):
        self.rounds = rounds
        self.warmup = warmup
        self.seconds = seconds
        self.idle = idle
        self.opens = opens
        self.jmh = jmh


QUICK = Plan(rounds=1, warmup=0.5, seconds=0.3, idle=3, opens=3, jmh=["-wi", "2", "-i", "1", "-w", "500ms", "-r", "300ms"])
DEFAULT = Plan(rounds=3, warmup=1.0, seconds=0.8, idle=10, opens=7, jmh=["-wi", "2", "-i", "2", "-w", "1s", "-r", "2s"])
FULL = Plan(rounds=5, warmup=2.0, seconds=2.0, idle=10, opens=15, jmh=["-wi", "3", "-i", "5", "-w", "1s", "-r", "3s"])


def command(peer, case, warmup, seconds):
    if peer == "nng":
        return [str(CORE), "--warmup", str(min(warmup, 0.3)), "--seconds", str(seconds), case]
    return [java(), "-cp", CLASS_PATH, "io.helve.bench.CoreBench",
            "--warmup", str(warmup), "--seconds", str(seconds), peer, case]


class Measurements:
    """Runs cases and appends what they print to bench/results/raw/core.tsv."""

    def __init__(self, plan):
        self.plan = plan
        self.started = time.monotonic()
        RAW.mkdir(parents=True, exist_ok=True)
        self.file = open(RAW / "core.tsv", "w")

    def measure(self, number, peer, case, seconds=None):
        result = subprocess.run(command(peer, case, self.plan.warmup, seconds or self.plan.seconds),
                                text=True, capture_output=True, timeout=600)
        if result.returncode != 0:
            sys.exit(f"bench/compare: {peer} {case} failed: {result.stderr.strip()}")
        shown = []
        for line in result.stdout.splitlines():
            name, metric, value, unit = line.split("\t")
            self.add(number, peer, name, metric, value, unit)
            shown.append(f"{metric} {float(value):.4g} {unit}")
        elapsed = time.monotonic() - self.started
        print(f"{elapsed:5.0f} s  {case:22} {peer:16} {', '.join(shown)}", flush=True)

    def add(self, number, peer, case, metric, value, unit):
        print(number, peer, case, metric, value, unit, sep="\t", file=self.file, flush=True)

    def rounds(self):
        for number in range(1, self.plan.rounds + 1):
            print(f"round {number} of {self.plan.rounds}", flush=True)
            for case, peers in CASES:
                # another peer goes first each time
                turn = number % len(peers)
                for peer in peers[turn:] + peers[:turn]:
                    self.measure(number, peer, case)

    def once(self, with_slow_peers, with_nng_million):
        for case, peers in ONCE if with_slow_peers else []:
            for peer in peers:
                self.measure(1, peer, case)
        if with_nng_million:
            self.measure(1, "nng", "sleep-1000000")
        for number in range(1, self.plan.opens + 1):
            for peer in "nng", "helve":
                self.measure(number, peer, "open")
        for peer in "nng", "helve":
            self.measure(1, peer, "idle-100000", self.plan.idle)
        self.measure(1, "helve", "idle-0", self.plan.idle)

    def allocation(self):
        """Bytes allocated per operation, from JMH's gc profiler."""
        output = RAW / "jmh.json"
        runs = [("CallbackBenchmark", ["-p", "inFlight=64"]), ("AwaitBenchmark", []), ("AllocBenchmark", [])]
        for benchmark, parameters in runs:
            peers = ["-p", "peer=helve,helve-exclusive"] if benchmark != "AllocBenchmark" else []
            run([java(), "-cp", CLASS_PATH, "org.openjdk.jmh.Main", f"\\.{benchmark}\\.", "-f", "1", "-foe", "true",
                 "-prof", "gc", "-rf", "json", "-rff", str(output), *peers, *parameters, *self.plan.jmh], stdout=subprocess.DEVNULL)
            for result in json.loads(output.read_text()):
                parameters_of = result.get("params", {})
                name = result["benchmark"].rsplit(".", 1)[1]
                if parameters_of.get("timeout") == "true":
                    name += "-timeout"
                metrics = {key.lstrip("·"): value for key, value in result["secondaryMetrics"].items()}
                bytes_each = metrics["gc.alloc.rate.norm"]["score"]
                peer = parameters_of.get("peer", "helve")
                self.add(1, peer, f"jmh-{name}", "allocation", bytes_each, "B/op")
                print(f"{time.monotonic() - self.started:5.0f} s  jmh {name:18} {peer:16} {bytes_each:.3f} B/op", flush=True)

    def jars(self):
        for module in "api", "impl":
            jar, = (BENCH / "target" / "lib").glob(f"io.helve.{module}-*.jar")
            self.add(1, "helve", "jars", module, jar.stat().st_size, "B")


def measure(length):
    """Runs everything; how long is "quick", "full" or None. Returns the number of rounds."""
    plan = {"quick": QUICK, "full": FULL}.get(length, DEFAULT)
    measurements = Measurements(plan)
    measurements.jars()
    measurements.rounds()
    measurements.once(with_slow_peers=length != "quick", with_nng_million=length == "full")
    measurements.allocation()
    return plan.rounds


def write(about):
    figures = Figures(RAW / "core.tsv")
    (RESULTS / "core.md").write_text(core_report.table(figures, about))
    (RESULTS / "core.svg").write_text(plot.svg(figures, core_report.CHART))
