"""The figures of a run, and how tables show them."""

from collections import defaultdict
from statistics import median

RATES = ["rate"]  # metrics of which more is better


class Figures:
    """All values measured, by peer, case and metric."""

    def __init__(self, path):
        self.values = defaultdict(list)
        for line in path.read_text().splitlines():
            _, peer, case, metric, value, _ = line.split("\t")
            self.values[peer, case, metric].append(float(value))

    def has(self, peer):
        return any(measured == peer for measured, _, _ in self.values)

    def all(self, peer, case, metric="time"):
        return self.values.get((peer, case, metric), [])

    def median(self, peer, case, metric="time"):
        values = self.all(peer, case, metric)
        return median(values) if values else None

    def speedup(self, peer, case, metric="time"):
        """How many times faster than nng the peer is, or None."""
        mine, nngs = self.median(peer, case, metric), self.median("nng", case, metric)
        if not mine or not nngs:
            return None
        return mine / nngs if metric in RATES else nngs / mine


def number(value, unit=""):
    if value is None:
        return ""
    if value == 0:
        text = "0"
    elif abs(value) >= 100:
        text = f"{value:,.0f}"
    elif abs(value) >= 10:
        text = f"{value:.1f}"
    else:
        text = f"{value:.2f}"
    return f"{text} {unit}".strip()


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def head(*cells):
    return row(*cells) + "|" + "|".join(" --- " if i == 0 else " ---: " for i in range(len(cells))) + "|\n"


def yes(met):
    return "yes" if met else "**no**"


def spread(values):
    if not values:
        return ""
    if len(values) == 1:
        return number(values[0])
    return f"{number(median(values))} ({number(min(values))}–{number(max(values))})"
