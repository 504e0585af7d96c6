"""The core part: handles, timers and files beside nng, the JDK and Netty; one case of one peer in a fresh process each."""

import json
import subprocess
import sys

import core_report
from harness import BENCH, CLASS_PATH, RAW, java, run
from part import Part, Plan

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
SLOW = [
    ("sleep-100000", ["scheduled", "wheel"]),
    ("sleep-1000000", ["scheduled", "wheel"]),
]


def command(peer, case, warmup, seconds):
    if peer == "nng":
        return [str(CORE), "--warmup", str(min(warmup, 0.3)), "--seconds", str(seconds), case]
    return [java(), "-cp", CLASS_PATH, "io.helve.bench.CoreBench",
            "--warmup", str(warmup), "--seconds", str(seconds), peer, case]


class Core(Part):
    def __init__(self):
        super().__init__(
            "core", core_report,
            quick=Plan(rounds=1, warmup=0.5, seconds=0.3, idle=3, opens=3, slow=[], nng_million=False,
                       jmh=["-wi", "2", "-i", "1", "-w", "500ms", "-r", "300ms"]),
            default=Plan(rounds=3, warmup=1.0, seconds=0.8, idle=10, opens=7, slow=SLOW, nng_million=False,
                         jmh=["-wi", "2", "-i", "2", "-w", "1s", "-r", "2s"]),
            full=Plan(rounds=5, warmup=2.0, seconds=2.0, idle=10, opens=15, slow=SLOW, nng_million=True,
                      jmh=["-wi", "3", "-i", "5", "-w", "1s", "-r", "3s"]))

    def run(self, plan, measurements):
        def measure(number, peer, case, seconds=plan.seconds):
            run_case(measurements, number, peer, case, plan.warmup, seconds)

        jars(measurements)
        measurements.rounds(plan, CASES, measure)
        for case, peers in plan.slow:
            for peer in peers:
                measure(1, peer, case)
        if plan.nng_million:
            measure(1, "nng", "sleep-1000000")
        for number in range(1, plan.opens + 1):
            for peer in "nng", "helve":
                measure(number, peer, "open")
        for peer in "nng", "helve":
            measure(1, peer, "idle-100000", plan.idle)
        measure(1, "helve", "idle-0", plan.idle)
        allocation(measurements, plan.jmh)


def run_case(measurements, number, peer, case, warmup, seconds):
    result = subprocess.run(command(peer, case, warmup, seconds), text=True, capture_output=True, timeout=600)
    if result.returncode != 0:
        sys.exit(f"bench/compare: {peer} {case} failed: {result.stderr.strip()}")
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    for name in dict.fromkeys(name for name, *_ in lines):
        measurements.show(number, peer, name, [metric for printed, *metric in lines if printed == name])


def allocation(measurements, lengths):
    """Bytes allocated per operation, from JMH's gc profiler."""
    output = RAW / "jmh.json"
    runs = [("CallbackBenchmark", ["-p", "inFlight=64"]), ("AwaitBenchmark", []), ("AllocBenchmark", [])]
    for benchmark, parameters in runs:
        peers = ["-p", "peer=helve,helve-exclusive"] if benchmark != "AllocBenchmark" else []
        run([java(), "-cp", CLASS_PATH, "org.openjdk.jmh.Main", f"\\.{benchmark}\\.", "-f", "1", "-foe", "true",
             "-prof", "gc", "-rf", "json", "-rff", str(output), *peers, *parameters, *lengths], stdout=subprocess.DEVNULL)
        for result in json.loads(output.read_text()):
            parameters_of = result.get("params", {})
            name = result["benchmark"].rsplit(".", 1)[1]
            if parameters_of.get("timeout") == "true":
                name += "-timeout"
            metrics = {key.lstrip("·"): value for key, value in result["secondaryMetrics"].items()}
            bytes_each = metrics["gc.alloc.rate.norm"]["score"]
            measurements.show(1, parameters_of.get("peer", "helve"), f"jmh-{name}", [("allocation", bytes_each, "B/op")])


def jars(measurements):
    for module in "api", "impl":
        jar, = (BENCH / "target" / "lib").glob(f"io.helve.{module}-*.jar")
        measurements.add(1, "helve", "jars", [(module, jar.stat().st_size, "B")])
