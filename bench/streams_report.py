"""Turns the figures of the part on streams into the table and the plot bench/results/streams.{md,svg}."""

from figures import MISSING, head, met, number, quotient, ratio, row, spread, total
from part import report_head
from plot import Chart

PEERS = [
    ("helve", "Helve"),
    ("helve-inline", "Helve, inline"),
    ("netty", "bare Netty"),
    ("nng", "nng"),
    ("jdk", "JDK"),
]
SCHEMES = [("tcp", "tcp"), ("ipc", "ipc")]
SIZES = [(64, "64 B"), (1024, "1 KiB"), (65536, "64 KiB")]
CONNECTIONS = [(1, "1 connection"), (100, "100 connections")]


def groups():
    for kind, metric, title in ("echo", "p50", "Latency, median"), ("flow", "rate", "Throughput"):
        for scheme, _ in SCHEMES:
            for connections, counted in CONNECTIONS:
                yield f"{title}; {scheme}, {counted}", [
                    (size_title, f"{kind}-{scheme}-{size}-{connections}", metric, target(kind, size, connections))
                    for size, size_title in SIZES]


def target(kind, size, connections):
    """How many times faster than nng it must be, or None."""
    if connections == 1 and (kind, size) in [("echo", 64), ("flow", 65536)]:
        return 2 if kind == "echo" else 1
    return None


CHART = Chart(
    title="Streams: how many times faster than nng",
    subtitle="nng's one-way latency divided by that of the others, their rate divided by nng's; logarithmic; right of the line is faster",
    groups=list(groups()),
    others=[
        ("helve-inline", "Helve, inline callbacks", "#1e3a8a", "circle"),
        ("netty", "bare Netty", "#0f766e", "diamond"),
        ("jdk", "AsynchronousSocketChannel", "#c2570c", "square"),
    ],
    legend_x=[232, 412, 522])


class Goals:
    """The rows of the table of what must be reached."""

    def __init__(self, figures):
        self.figures = figures
        self.text = head("case", "Helve", "inline", "beside", "ratio", "inline", "must", "met", "met, inline")

    def compare(self, title, case, metric, unit, beside, must, condition):
        ours = ["helve", "helve-inline"]
        ratios = [self.figures.ratio(peer, beside, case, metric) for peer in ours]
        self.add(title, *(number(self.figures.median(peer, case, metric), unit) for peer in ours),
                 f"{dict(PEERS)[beside]} {number(self.figures.median(beside, case, metric), unit)}",
                 *(ratio(it) for it in ratios), must, *(met(it, condition) for it in ratios))

    def latency(self, scheme, beside, most):
        self.compare(f"one-way latency, median; {scheme}, 64 B", f"echo-{scheme}-64-1", "p50", "µs", beside,
                     f"at most {most}", lambda ratio: ratio <= most)

    def rate(self, scheme, connections, beside, least):
        self.compare(f"throughput; {scheme}, 64 KiB, {dict(CONNECTIONS)[connections]}", f"flow-{scheme}-65536-{connections}",
                     "rate", "MB/s", beside, f"at least {least}", lambda ratio: ratio >= least)

    def memory(self):
        case = idle_case(self.figures)
        ours, other = [larger_side(self.figures, peer, case) for peer in ("helve", "helve-inline")], larger_side(self.figures, "netty", case)
        self.add("memory of an idle tcp connection, the larger side", *(number(it, "B") for it in ours),
                 f"bare Netty {number(other, 'B')}", *(ratio(quotient(it, other)) for it in ours), "under 8 KB",
                 *(met(it, lambda bytes_each: bytes_each < 8 * 1024) for it in ours))

    def add(self, *cells):
        self.text += row(*cells)


def goals(figures):
    g = Goals(figures)
    for scheme, _ in SCHEMES:
        g.latency(scheme, "nng", 0.5)
        g.latency(scheme, "netty", 1.2)
    for scheme, _ in SCHEMES:
        for connections, _ in CONNECTIONS:
            g.rate(scheme, connections, "netty", 0.9)
            g.rate(scheme, connections, "nng", 1.0)
    g.memory()
    return g.text


def idle_case(figures):
    """The case of idle connections, whose name ends with their number, or None."""
    return next((case for _, case, _ in figures.values if case.startswith("idle-")), None)


def larger_side(figures, peer, case):
    """Heap and direct memory of the side that needs more."""
    sides = [total(figures.median(peer, case, side), figures.median(peer, case, f"{side}-direct")) for side in ("client", "server")]
    return None if None in sides else max(sides)


def each_case():
    for scheme, _ in SCHEMES:
        for connections, counted in CONNECTIONS:
            for size, title in SIZES:
                yield f"{scheme}, {counted}, {title}", f"{scheme}-{size}-{connections}"


def latencies(figures):
    text = head("µs: median (p99)", *(title for _, title in PEERS))
    for title, case in each_case():
        cells = []
        for peer, _ in PEERS:
            p50, p99 = (figures.median(peer, f"echo-{case}", metric) for metric in ("p50", "p99"))
            cells.append(MISSING if p50 is None else f"{number(p50)} ({number(p99)})")
        text += row(title, *cells)
    return text


def means(figures):
    text = head("µs: mean (least–most of the rounds)", *(title for _, title in PEERS))
    for title, case in each_case():
        text += row(title, *(spread(figures.all(peer, f"echo-{case}", "mean")) for peer, _ in PEERS))
    return text


def rates(figures):
    text = head("MB/s", *(title for _, title in PEERS))
    for title, case in each_case():
        text += row(title, *(spread(figures.all(peer, f"flow-{case}", "rate")) for peer, _ in PEERS))
    return text


def messages(figures):
    text = head("thousand messages/s", *(title for _, title in PEERS))
    for title, case in each_case():
        text += row(title, *(number(quotient(figures.median(peer, f"flow-{case}", "messages"), 1e3)) for peer, _ in PEERS))
    return text


def memory(figures):
    case = idle_case(figures)
    text = head("bytes for each connection", "client heap", "client direct", "server heap", "server direct")
    for peer, title in PEERS:
        values = (figures.median(peer, case, metric) for metric in ("client", "client-direct", "server", "server-direct"))
        text += row(title, *(number(None if value is None else max(0, value)) for value in values))
    return text


def transport(figures, wanted):
    return next((metric for peer, case, metric in figures.values if peer == wanted and case == "transport"), MISSING)


def table(figures, about):
    case = idle_case(figures)
    idle = f"{int(case.rpartition('-')[2]):,}" if case else MISSING
    intro = report_head(
        "streams", f"Streams, side by side with bare Netty, {about['nng']} and the JDK",
        "Server and client are a process each, and all processes stay for all rounds: a JVM has run every case before anything is measured.",
        about, [
            f"{about['nng']} from the distribution; {about['gcc']}, `-O2`",
            f"what carries connections: Helve {transport(figures, 'helve')}, bare Netty {transport(figures, 'netty')}, with an event loop"
            " for each CPU, four at most; `AsynchronousSocketChannel` on as many threads",
        ])
    return f"""{intro}

{goals(figures)}
Helve's callbacks run on its completion pool, or with "inline" (`factory.on(AioFactory.INLINE)`) on the event loop, as those of Netty do.
Limits for latency and throughput are for the ratio to the peer beside.

## Latency

The client sends a message, the server sends it back once all of it has arrived, and the client sends the next. The figure is half the time from one
callback of the client to the next. With 100 connections, each connection has one message under way.

{latencies(figures)}
{means(figures)}
## Throughput

One way, each connection with one send in progress, the next started by its callback; bare Netty writes until its write buffer is full, then flushes.
The server receives into 64 KiB. The bytes are the application's: with bare Netty they are copied into Netty's buffers and out of them, as an application with
bytes of its own does it; inline, Helve reads and writes large ones straight from and to the handle's buffers. The rate is what the server counts by its own clock; in the end its count is what was sent, in every run.

{rates(figures)}
{messages(figures)}
## Memory

{idle} idle tcp connections, each after one round trip of 64 B and with a receive pending: what they add to the heap after a collection, and to direct
memory (Netty's and the JDK's). Handles, handlers and 64 B for the receive are in it. Of nng it is what is allocated with `malloc`.

{memory(figures)}"""
