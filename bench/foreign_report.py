"""Turns the figures of the part on providers of others into the table bench/results/foreign.md."""

from figures import MISSING, head, met, number, quotient, ratio, row
from sp_report import SIZES

PEERS = [("tcp", "Helve's `tcp`"), ("nio", "a stream scheme of others"), ("frames", "a transport of others")]
LEAST = 0.8  # of Helve's own speed; two runs of one program differ by as much on a busy machine

ROWS = [
    *((f"reqrep-tcp-{size}", f"round trip, median, {title}", "p50", 1) for size, title in SIZES),
    *((f"pushpull-tcp-{size}", f"push/pull, thousand messages/s, {title}", "rate", 1e3) for size, title in SIZES),
    ("pubsub-tcp-64-10", "pub, 10 subscribers, thousand messages/s, 64 B", "rate", 1e3),
]


def speed(figures, peer, case, metric):
    """How fast a provider of others is, as a part of Helve's own speed."""
    return figures.ratio(peer, "tcp", case, metric) if metric == "rate" else figures.ratio("tcp", peer, case, metric)


def allocated(figures, peer, case):
    cells = [figures.median(peer, case, side) for side in ("receiver", "sender")]
    return "; ".join(f"{value:,.0f}" for value in cells if value is not None) or MISSING


def table(figures, about):
    text = "# Providers of others beside Helve's own\n\n"
    text += ("Sockets of Helve over its own scheme `tcp`, over a stream scheme and over a transport that know the API only"
             f" (`itest/foreign`). All send the same bytes. Medians of {about['rounds']} rounds. \"{MISSING}\" marks what was not"
             f" measured. Written by `{('bench/compare ' + about['arguments']).strip()}` on {about['date']}.\n\n")
    text += f"- {about['cpu']}; {about['memory']}; {about['system']}\n- {about['jdk']}\n\n"
    text += head("", *(name for _, name in PEERS), *(f"speed of {peer}" for peer, _ in PEERS[1:]), f"both at least {LEAST:g}")
    for case, title, metric, unit in ROWS:
        speeds = [speed(figures, peer, case, metric) for peer, _ in PEERS[1:]]
        least = None if None in speeds else min(speeds)
        text += row(title, *(number(quotient(figures.median(peer, case, metric), unit)) for peer, _ in PEERS),
                    *(ratio(value) for value in speeds), met(least, lambda value: value >= LEAST))
    text += "\n" + head("bytes allocated for a message: receiver; sender", *(name for _, name in PEERS))
    for case, title, _, _ in ROWS:
        text += row(title, *(allocated(figures, peer, case) for peer, _ in PEERS))
    return text
