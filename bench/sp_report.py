"""Turns the figures of the part on the Scalability Protocols into the tables and the plot bench/results/sp.{md,svg}."""

from figures import MISSING, head, number, quotient, ratio, row, spread
from part import report_head
from plot import Chart

PEERS = [
    ("helve", "Helve"),
    ("helve-inline", "Helve, inline"),
    ("helve-blocking", "Helve, blocking"),
    ("nng", "nng"),
    ("nanomsg", "nanomsg"),
    ("jeromq", "JeroMQ"),
]
NATIVE = ["nng", "nanomsg"]
OURS = [("helve", "pool"), ("helve-inline", "inline"), ("helve-blocking", "blocking")]
SCHEMES = ["inproc", "tcp", "ipc"]
SIZES = [(64, "64 B"), (1024, "1 KiB"), (65536, "64 KiB")]
TRIPS = [("reqrep", "req/rep"), ("pairs", "pair")]
FLOWS = [("pushpull", "push/pull"), ("pair", "pair")]
SUBSCRIBERS = [10, 100]
THROUGHPUT = {64: 5, 1024: 3, 65536: 1.3}


class Row:
    """A case, its title, and how many times faster than nng it must be, or None."""

    def __init__(self, case, title, metric, must):
        self.case = case
        self.title = title
        self.metric = metric
        self.must = must


def trips(kind):
    return [Row(f"{kind}-{scheme}-{size}", f"{scheme}, {title}", "p50", 5 if scheme == "inproc" else 2)
            for scheme in SCHEMES for size, title in SIZES]


def flows(kind):
    return [Row(f"{kind}-{scheme}-{size}", f"{scheme}, {title}", "rate", 10 if (scheme, size) == ("inproc", 64) else THROUGHPUT[size])
            for scheme in SCHEMES for size, title in SIZES]


def fanouts():
    return [Row(f"pubsub-{scheme}-{size}-{count}", f"{scheme}, {title}, {count} subscribers", "rate", 3 if count == 100 else None)
            for scheme in SCHEMES for count in SUBSCRIBERS for size, title in SIZES[:2]]


GROUPS = [
    *((f"Round trip, median; {title}", "µs", trips(kind)) for kind, title in TRIPS),
    *((f"Throughput; {title}", "thousand messages/s", flows(kind)) for kind, title in FLOWS),
    ("Delivered by pub", "thousand messages/s", fanouts()),
]

CHART = Chart(
    title="The Scalability Protocols: how many times faster than nng",
    subtitle="nng's round trip divided by that of the others, their rate divided by nng's; logarithmic; right of the line is faster",
    groups=[(title, [(r.title, r.case, r.metric, r.must) for r in rows]) for title, _, rows in GROUPS],
    others=[
        ("helve-inline", "Helve, inline callbacks", "#1e3a8a", "circle"),
        ("helve-blocking", "Helve, blocking calls", "#b45309", "square"),
        ("jeromq", "JeroMQ", "#0f766e", "diamond"),
        ("nanomsg", "nanomsg", "#7c3aed", "triangle"),
    ],
    legend_x=[232, 402, 560, 650])


def measured(figures):
    """The peers there are figures of; nanomsg is optional."""
    return [peer for peer in PEERS if figures.has(peer[0])]


def shown(value, metric):
    return number(value if metric == "p50" else quotient(value, 1e3))


def must(r):
    """The limit in words, of the ratio to nng."""
    if r.must is None:
        return ""
    return f"at most {1 / r.must:g}" if r.metric == "p50" else f"at least {r.must:g}"


def within(figures, r):
    """The ways of use that keep the limit beside nng; None if nothing can be compared."""
    return ahead(figures, r, r.must)


def lead(figures, r):
    """The ways of use in which JeroMQ is not ahead; None if nothing can be compared."""
    return ahead(figures, r, figures.speedup("jeromq", r.case, r.metric))


def ahead(figures, r, least):
    """The ways of use that are at least so many times faster than nng."""
    speedups = {name: figures.speedup(peer, r.case, r.metric) for peer, name in OURS}
    if least is None or None in speedups.values():
        return None
    return [name for name, speedup in speedups.items() if speedup >= least]


def ways(names):
    if names is None:
        return MISSING
    return "all" if len(names) == len(OURS) else ", ".join(names) or "**none**"


def goals(figures):
    text = ""
    for title, unit, rows in GROUPS:
        text += f"\n**{title}**, {unit}\n\n"
        text += head("", *(name for _, name in measured(figures)), *(f"{name} to nng" for _, name in OURS), "must", "met by", "not behind JeroMQ")
        for r in rows:
            values = (shown(figures.median(peer, r.case, r.metric), r.metric) for peer, _ in measured(figures))
            ratios = (ratio(figures.ratio(peer, "nng", r.case, r.metric)) for peer, _ in OURS)
            text += row(r.title, *values, *ratios, must(r), "" if r.must is None else ways(within(figures, r)), ways(lead(figures, r)))
    return text


def summary(figures):
    """How many of the limits are kept, of those cases that can be compared."""
    rows = [r for _, _, rows in GROUPS for r in rows]
    text = head("", *(name for _, name in OURS), "one of them", "of", "not measured")
    for title, kept, cases in (("cases within the limit beside nng", within, [r for r in rows if r.must is not None]),
                               ("cases not behind JeroMQ", lead, rows)):
        names = [kept(figures, r) for r in cases]
        known = [each for each in names if each is not None]
        text += row(title, *(str(sum(name in each for each in known)) for _, name in OURS), str(sum(bool(each) for each in known)),
                    str(len(known)), str(len(names) - len(known)))
    return text


def latencies(figures):
    text = head("µs: mean (least–most of the rounds); p99", *(name for _, name in measured(figures)))
    for kind, title in TRIPS:
        for r in trips(kind):
            cells = []
            for peer, _ in measured(figures):
                mean, p99 = figures.all(peer, r.case, "mean"), figures.median(peer, r.case, "p99")
                cells.append(f"{spread(mean)}; {number(p99)}" if mean else MISSING)
            text += row(f"{title}, {r.title}", *cells)
    return text


def rates(figures):
    text = head("thousand messages/s (least–most of the rounds); MB/s", *(name for _, name in measured(figures)))
    for title, rows in [(title, flows(kind)) for kind, title in FLOWS] + [("pub", fanouts())]:
        for r in rows:
            size = int(r.case.split("-")[2])
            cells = []
            for peer, _ in measured(figures):
                values = figures.all(peer, r.case, "rate")
                megabytes = figures.median(peer, r.case, "rate")
                cells.append(f"{spread([v / 1e3 for v in values])}; {number(megabytes * size / 1e6)}" if values else MISSING)
            text += row(f"{title}, {r.title}", *cells)
    return text


def besides(figures, peer, case, side):
    """Bytes allocated for each message, without those of the message itself; None if that side is not measured."""
    allocated, message = figures.median(peer, case, side), figures.median(peer, case, "message")
    if allocated is None or message is None:
        return None
    kind, scheme = case.split("-")[:2]
    travels = scheme == "inproc" and kind in ("reqrep", "pairs", "pubsub")  # the same message, or others around its bytes
    return allocated if travels else max(0, allocated - message)


def allocations(figures):
    peers = [peer for peer in measured(figures) if peer[0] not in NATIVE]
    text = head("bytes a message: receiver; sender", *(name for _, name in peers))
    titles = {kind: f"{title}{' trips' if i < 2 else ''}" for i, (kind, title) in enumerate(TRIPS + FLOWS)} | {"pubsub": "pub"}
    for _, _, rows in GROUPS:
        for r in rows:
            cells = []
            for peer, _ in peers:
                values = (besides(figures, peer, r.case, side) for side in ("receiver", "sender"))
                cells.append("; ".join(f"{value:,.0f}" for value in values if value is not None) or MISSING)
            text += row(f"{titles[r.case.split('-')[0]]}, {r.title}", *cells)
    return text


def nanomsg(about):
    if not about.get("nanomsg"):
        return "nanomsg is left out: `libnanomsg-dev` was not there"
    return (f"nanomsg {about['nanomsg']} from the distribution, which has blocking calls only, with a thread for each socket and messages"
            " of its own (`NN_MSG`); it is there for comparison, without limits")


def table(figures, about):
    peers = f"{about['nng']}, nanomsg and JeroMQ" if about.get("nanomsg") else f"{about['nng']} and JeroMQ"
    intro = report_head(
        "sp", f"The Scalability Protocols beside {peers}",
        "Each peer has two processes (one of them for inproc). JVMs stay for all rounds, and have run every case before anything is measured.",
        about, [
            f"{about['nng']} from the distribution, one `nng_aio` for each socket; {about['gcc']}, `-O2`",
            nanomsg(about),
            f"JeroMQ {about.get('jeromq', '')}, which has blocking calls only, with a thread for each socket; its ipc is tcp on the loopback interface",
        ])
    return f"""{intro}

{summary(figures)}
Helve is used in three ways: by handles whose callbacks run on its completion **pool**, or **inline** (`factory.on(AioFactory.INLINE)`) on the thread
that ends the operation, one handle for each socket, whose callback starts the next operation, as it is with nng; and by **blocking** calls, with a thread for each socket, as it is
with JeroMQ. All sockets have their default options. Limits are for the ratio to nng.
{goals(figures)}
## Latency

The sender sends a message, the peer's callback sends it back, and the sender's callback sends it again. The figure is the time from one callback of the
sender to the next.

{latencies(figures)}
## Throughput

The rate is what the receiver counts by its own clock; in the end it has what was sent, in every run. A publisher sends as fast as it can and loses
messages for subscribers that are behind: what counts is what all of them receive together, and each receives something.

{rates(figures)}
## Allocation

What the process allocates on the heap for each message while it is measured, besides the message itself (object and bytes; for JeroMQ the
array; a header adds its bytes). With inproc both sides are one process. A message that goes to and fro in one process, and one that all subscribers share, is no allocation: there all
that is allocated counts. For pub the sender's figure is for a message published, however many have it.

{allocations(figures)}"""
