"""Turns the figures of the core part into the table and the plot bench/results/core.{md,svg}."""

from figures import head, met, number, quotient, ratio, row, spread, total
from part import report_head
from plot import Chart

PEERS = [
    ("helve", "Helve"),
    ("helve-exclusive", "Helve, exclusive"),
    ("nng", "nng"),
    ("futures", "CompletableFuture"),
    ("scheduled", "ScheduledThreadPool"),
    ("wheel", "HashedWheelTimer"),
]

TIMES = [
    ("callback-1", "start, finish, callback; 1 in flight"),
    ("callback-64", "start, finish, callback; 64 in flight"),
    ("callback-1024", "start, finish, callback; 1024 in flight"),
    ("callback-timeout-1", "the same with a 30 s timeout; 1 in flight"),
    ("callback-timeout-64", "the same with a 30 s timeout; 64 in flight"),
    ("callback-timeout-1024", "the same with a 30 s timeout; 1024 in flight"),
    ("await", "start, finish, await"),
    ("cancel", "start, cancel, await"),
    ("alloc", "alloc, close"),
    ("arm-0", "start with a varying timeout, finish; no timer outstanding"),
    ("arm-100000", "... 100,000 timers outstanding"),
    ("arm-1000000", "... 1,000,000 timers outstanding"),
    ("sleep-cancel-0", "sleep, cancel; no timer outstanding"),
    ("sleep-cancel-100000", "... 100,000 timers outstanding"),
    ("sleep-cancel-1000000", "... 1,000,000 timers outstanding"),
]


GROUPS = [
    ("Start, finish, callback", [
        ("1 in flight", "callback-1", "time", None),
        ("64 in flight", "callback-64", "time", 5),
        ("1024 in flight", "callback-1024", "time", None),
        ("1 in flight, 30 s timeout", "callback-timeout-1", "time", None),
        ("64 in flight, 30 s timeout", "callback-timeout-64", "time", 5),
        ("1024 in flight, 30 s timeout", "callback-timeout-1024", "time", None),
    ]),
    ("One handle, one thread", [
        ("start, finish, await", "await", "time", 2),
        ("start, cancel, await", "cancel", "time", 2),
        ("alloc, close", "alloc", "time", 4),
    ]),
    ("Start with a varying timeout, finish", [
        ("no timer outstanding", "arm-0", "time", None),
        ("100,000 outstanding", "arm-100000", "time", None),
        ("1,000,000 outstanding", "arm-1000000", "time", None),
    ]),
    ("Sleep, cancel", [
        ("no timer outstanding", "sleep-cancel-0", "time", None),
        ("100,000 outstanding", "sleep-cancel-100000", "time", None),
        ("1,000,000 outstanding", "sleep-cancel-1000000", "time", None),
    ]),
    ("From a foreign thread's finish to the callback", [
        ("threads asleep, median", "latency-idle", "p50", None),
        ("threads asleep, p99", "latency-idle", "p99", None),
        ("threads awake, median", "latency-busy", "p50", None),
        ("threads awake, p99", "latency-busy", "p99", None),
    ]),
    ("100,000 sleeps within 5 s", [
        ("until the last callback", "sleep-100000", "total", None),
        ("lateness, median", "sleep-100000", "p50", None),
        ("lateness, p99", "sleep-100000", "p99", None),
        ("lateness, maximum", "sleep-100000", "max", None),
        ("CPU time", "sleep-100000", "cpu", None),
    ]),
    ("1,000,000 sleeps within 5 s", [
        ("until the last callback", "sleep-1000000", "total", None),
        ("lateness, p99", "sleep-1000000", "p99", None),
        ("lateness, maximum", "sleep-1000000", "max", None),
        ("CPU time", "sleep-1000000", "cpu", None),
    ]),
    ("Opening in a fresh process", [
        ("until the first callback", "open", "time", None),
    ]),
]

CHART = Chart(
    title="How many times faster than nng",
    subtitle="nng's time divided by that of Helve or another; logarithmic; right of the line is faster than nng",
    groups=GROUPS,
    others=[
        ("futures", "CompletableFuture, ForkJoinPool", "#c2570c", "circle"),
        ("scheduled", "ScheduledThreadPoolExecutor", "#7c3aed", "square"),
        ("wheel", "Netty HashedWheelTimer", "#0f766e", "diamond"),
    ],
    legend_x=[232, 462, 684])


class Goals:
    """The rows of the table of what must be reached."""

    def __init__(self, figures):
        self.figures = figures
        self.text = head("case", "Helve", "nng", "ratio", "must", "met")

    def rate(self, title, case, peer, least):
        speedup = self.figures.speedup(peer, case)
        self.add(title, self.ns(peer, case), self.ns("nng", case), ratio(speedup, 1, "x the rate"),
                 f"at least {least} x", met(speedup, lambda it: it >= least))

    def time(self, title, case, peer, most):
        share = self.figures.ratio(peer, "nng", case)
        self.add(title, self.ns(peer, case), self.ns("nng", case), ratio(share, unit="of the time"),
                 f"at most {most}", met(share, lambda it: it <= most))

    def growth(self, title, case):
        cells, ratios = [], []
        for peer in "helve", "nng":
            none = self.figures.median(peer, f"{case}-0")
            million = self.figures.median(peer, f"{case}-1000000")
            ratios.append(quotient(million, none))
            cells.append(f"{number(none)} → {number(million, 'ns')}")
        self.add(title, *cells, f"{ratio(ratios[0])} (nng {ratio(ratios[1])})", "at most 1.3", met(ratios[0], lambda it: it <= 1.3))

    def ns(self, peer, case):
        return number(self.figures.median(peer, case), "ns")

    def add(self, *cells):
        self.text += row(*cells)


def goals(figures):
    g = Goals(figures)
    for peer, how in ("helve", ""), ("helve-exclusive", ", exclusive"):
        g.rate(f"start, finish, callback; 64 in flight{how}", "callback-64", peer, 5)
        g.rate(f"... with a 30 s timeout{how}", "callback-timeout-64", peer, 5)
        g.time(f"start, finish, await{how}", "await", peer, 0.5)
        g.time(f"start, cancel, await{how}", "cancel", peer, 0.5)
    g.time("alloc, close", "alloc", "helve", 0.25)
    g.growth("start with a varying timeout, finish: 1,000,000 timers outstanding against none", "arm")
    g.growth("sleep, cancel: 1,000,000 timers outstanding against none", "sleep-cancel")
    sleeps(figures, g)
    allocation(figures, g)
    rest(figures, g)
    return g.text


def sleeps(figures, g):
    title = "1,000,000 sleeps spread over 5 s, submitted at once"
    case = "sleep-1000000"
    longest = figures.median("helve", case, "total")
    earliest = figures.least("helve", case, "earliest")
    p99 = figures.median("helve", case, "p99")
    nng = [number(figures.median("nng", case, metric), unit) for metric, unit in (("total", "s"), ("earliest", "ms"), ("p99", "ms"))]
    g.add(f"{title}: all callbacks within", number(longest, "s"), nng[0], "", "5.5 s", met(longest, lambda it: it <= 5.5))
    g.add("... the earliest callback after it was due, in all rounds", number(earliest, "ms"), nng[1], "", "not early",
          met(earliest, lambda it: it >= 0))
    g.add("... p99 lateness", number(p99, "ms"), nng[2], "", "under 20 ms", met(p99, lambda it: it < 20))


def allocation(figures, g):
    for peer, how in ("helve", ""), ("helve-exclusive", ", exclusive"):
        for case, title in ("callback", "no timeout"), ("callback-timeout", "30 s timeout"):
            value = figures.median(peer, f"jmh-{case}", "allocation")
            # what JMH itself allocates is spread over the operations
            g.add(f"allocation in steady state, {title}{how}", ratio(value, unit="B"), "", "", "0 B per operation",
                  met(value, lambda it: it < 0.1))


def rest(figures, g):
    threads = figures.median("helve", "idle-100000", "threads-cpu")
    process = figures.median("helve", "idle-100000", "process-cpu")
    over = figures.median("helve", "idle-100000", "over")
    nng = number(figures.median("nng", "idle-100000", "process-cpu"), "ms")
    nothing = figures.median("helve", "idle-0", "process-cpu")
    # the JVM counts its process's time in steps of 10 ms, and uses some itself
    idle = None if None in (threads, process, nothing) else threads < 1 and process <= nothing + 20
    g.add(f"CPU in {ratio(over, 0, 's')} of an idle runtime, 100,000 timers pending: its threads; the whole process (a JVM that does nothing)",
          f"{number(threads, 'ms')}; {number(process, 'ms')} ({number(nothing, 'ms')})", nng, "", "none measurable", met(idle, bool))
    size = total(figures.median("helve", "jars", "api"), figures.median("helve", "jars", "impl"))
    g.add("`api` + `impl` jars", number(quotient(size, 1024), "KB"), "", "", "under 250 KB", met(size, lambda it: it < 250 * 1024))
    helve = figures.median("helve", "open")
    g.add("`AioRuntime.open()` to first callback, fresh JVM", number(helve, "ms"),
          number(figures.median("nng", "open"), "ms"), "", "under 100 ms", met(helve, lambda it: it < 100))


def times(figures):
    text = head("ns per operation", *(title for _, title in PEERS))
    for case, title in TIMES:
        text += row(title, *(spread(figures.all(peer, case)) for peer, _ in PEERS))
    return text


def latencies(figures):
    text = head("µs", "Helve p50", "p99", "nng p50", "p99", "CompletableFuture p50", "p99")
    cases = [("latency-idle", "threads asleep before each finish"), ("latency-busy", "one finish right after the other")]
    for case, title in cases:
        cells = []
        for peer in "helve", "nng", "futures":
            cells += [number(figures.median(peer, case, metric)) for metric in ("p50", "p99")]
        text += row(title, *cells)
    return text


def sleeping(figures):
    metrics = [("total", "total s"), ("submit", "submitting s"), ("earliest", "earliest ms"), ("p50", "p50 ms"),
               ("p99", "p99 ms"), ("max", "max ms"), ("cpu", "CPU s")]
    text = head("sleeps", "of", *(title for _, title in metrics))
    for count in 100000, 1000000:
        for peer, title in PEERS:
            if figures.all(peer, f"sleep-{count}", "total"):
                text += row(f"{count:,}", title,
                            *(number(figures.median(peer, f"sleep-{count}", metric)) for metric, _ in metrics))
    return text


def table(figures, about):
    with_nng = bool(figures.all("nng", "sleep-1000000", "total"))
    million = "" if with_nng else (
        "\nnng was given 100,000 sleeps only: 1,000,000 took it 166 s in an earlier measurement on such a machine, not part of"
        "\nthis run, because its expiry scans a list (`bench/compare --full` measures them).")
    intro = report_head(
        "core", f"Handles, side by side with {about['nng']}", "Each case and peer runs in a process of its own.", about,
        [f"{about['nng']} from the distribution; {about['gcc']}, `-O2`"])
    return f"""{intro}

{goals(figures)}
"Exclusive" is `AioOperation.startExclusive`, whose contract is that of nng's `nng_aio_begin` and `nng_aio_finish`: the
provider sees to it that nobody touches a finished operation. `AioOperation.start` needs no such promise. Allocation comes
from JMH's gc profiler; the hundredths of a byte are a fixed amount for each of JMH's iterations (some 150 KB) divided by
its operations: longer iterations show less.

## Every case

{times(figures)}
"In flight": each callback starts and finishes the next operation of its handle, and the time is that from one callback to
the next of all handles together. CompletableFuture runs on a ForkJoinPool (its timeout is `orTimeout`); for it and the
timers, arming is scheduling a task and cancelling it. HashedWheelTimer has ticks of 1 ms.

## From finish, on a foreign thread, to the callback

{latencies(figures)}
## Sleeps

Spread uniformly over 5 s and submitted at once by one thread; how late callbacks ran, and the CPU time of the process.{million}

{sleeping(figures)}
"""
