"""The figures of a run, what is computed from them, and how tables show them.

A figure that was not measured is None, also in everything that is computed from it, and tables show it as MISSING.
"""

from collections import defaultdict
from math import isfinite
from statistics import median

RATES = ["rate"]  # metrics of which more is better
MISSING = "–"


class Figures:
    """All values measured, by peer, case and metric."""

    def __init__(self, path):
        self.values = defaultdict(list)
        for line in path.read_text().splitlines():
            _, peer, case, metric, value, _ = line.split("\t")
            if isfinite(float(value)):  # a peer that has done nothing in its time divides by zero
                self.values[peer, case, metric].append(float(value))
        self.peers = {peer for peer, _, _ in self.values}

    def has(self, peer):
        return peer in self.peers

    def all(self, peer, case, metric="time"):
        return self.values.get((peer, case, metric), [])

    def median(self, peer, case, metric="time"):
        values = self.all(peer, case, metric)
        return median(values) if values else None

    def least(self, peer, case, metric="time"):
        return min(self.all(peer, case, metric), default=None)

    def ratio(self, peer, beside, case, metric="time"):
        """The median of one peer divided by that of another."""
        return quotient(self.median(peer, case, metric), self.median(beside, case, metric))

    def speedup(self, peer, case, metric="time"):
        """How many times faster than nng the peer is."""
        return self.ratio(peer, "nng", case, metric) if metric in RATES else self.ratio("nng", peer, case, metric)


def quotient(value, divisor):
    return None if value is None or not divisor else value / divisor


def total(*values):
    return None if None in values else sum(values)


def number(value, unit=""):
    if value is None:
        return MISSING
    if value == 0:
        text = "0"
    elif abs(value) >= 100:
        text = f"{value:,.0f}"
    elif abs(value) >= 10:
        text = f"{value:.1f}"
    else:
        text = f"{value:.2f}"
    return f"{text} {unit}".strip()


def ratio(value, digits=2, unit=""):
    """A ratio with a fixed number of digits."""
    return MISSING if value is None else f"{value:.{digits}f} {unit}".strip()


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def head(*cells):
    return row(*cells) + "|" + "|".join(" --- " if i == 0 else " ---: " for i in range(len(cells))) + "|\n"


def met(value, condition):
    """Whether a value meets a condition."""
    if value is None:
        return MISSING
    return "yes" if condition(value) else "**no**"


def spread(values):
    if not values:
        return MISSING
    if len(values) == 1:
        return number(values[0])
    return f"{number(median(values))} ({number(min(values))}–{number(max(values))})"
