"""Draws how many times faster than nng each case is, as bars on a logarithmic scale."""

from html import escape
from math import log10

from figures import MISSING

WIDTH = 960
LEFT = 250
RIGHT = 90
TOP = 112
ROW = 24
GAP = 34
FASTER = "#2563eb"
SLOWER = "#9ca3af"
INK = "#1f2937"
MUTED = "#6b7280"


class Chart:
    """What is drawn: groups of (title, case, metric, target or None), and the peers that are marks beside Helve's bars."""

    def __init__(self, title, subtitle, groups, others, legend_x):
        self.title = title
        self.subtitle = subtitle
        self.groups = groups
        self.others = others
        self.legend_x = legend_x
        self.targets = any(row[3] for _, rows in groups for row in rows)


class Scale:
    """Maps a ratio to x, between powers of ten that hold all of them."""

    def __init__(self, ratios):
        self.low = min([0.5, *(ratio / 1.15 for ratio in ratios)])
        self.high = max([20, *(ratio * 1.3 for ratio in ratios)])

    def x(self, ratio):
        share = (log10(ratio) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def ticks(self):
        steps = [m * 10.0**e for e in range(-3, 5) for m in (1, 2, 5)]
        visible = [t for t in steps if self.low <= t <= self.high]
        return visible if len(visible) <= 10 else [t for t in visible if log10(t) == int(log10(t))]


def ratio_text(ratio):
    if not ratio:
        return MISSING
    digits = 0 if ratio >= 20 else 1 if ratio >= 2 else 2 if ratio >= 0.1 else 3
    return f"{ratio:.{digits}f} ×"


def text(x, y, content, size=12, colour=INK, anchor="start", weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"'
            f' font-weight="{weight}">{escape(content)}</text>\n')


def marker(shape, x, y, colour):
    style = f'fill="#ffffff" stroke="{colour}" stroke-width="2"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {style}/>\n'
    if shape == "triangle":
        return f'<path d="M{x:.1f} {y - 4.6:.1f}l4.6 8.4h-9.2z" {style}/>\n'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if shape == "diamond" else ""
    return f'<rect x="{x - 3.6:.1f}" y="{y - 3.6:.1f}" width="7.2" height="7.2" {style}{turn}/>\n'


def target_mark(x, y):
    return f'<path d="M{x:.1f} {y - 11:.1f}v22" stroke="#dc2626" stroke-width="2.5"/>\n'


def legend(chart, figures):
    y = 78
    out = f'<rect x="28" y="{y - 10}" width="22" height="12" rx="2" fill="{FASTER}"/>\n' + text(56, y, "Helve")
    if chart.targets:
        out += target_mark(112, y - 4) + text(122, y, "to be reached")
    for x, (peer, title, colour, shape) in zip(chart.legend_x, chart.others):
        if not figures.has(peer):
            continue
        out += marker(shape, x, y - 4, colour) + text(x + 11, y, title)
    return out


def row(chart, scale, figures, y, title, case, metric, target):
    ratio = figures.speedup("helve", case, metric)
    out = text(LEFT - 12, y + 4, title, anchor="end")
    if ratio:
        out += bar(scale, y, ratio)
    for peer, _, peer_colour, shape in chart.others:
        other = figures.speedup(peer, case, metric)
        if other:
            x = scale.x(max(scale.low, min(scale.high, other)))
            out += marker(shape, x, y, peer_colour)
    if target:
        out += target_mark(scale.x(target), y)
    return out + text(WIDTH - 20, y + 4, ratio_text(ratio), anchor="end", weight="bold")


def bar(scale, y, ratio):
    one, end = scale.x(1), scale.x(ratio)
    colour = FASTER if ratio >= 1 else SLOWER
    return (f'<rect x="{min(one, end):.1f}" y="{y - 8}" width="{max(1.5, abs(end - one)):.1f}" height="16" rx="2"'
            f' fill="{colour}"/>\n')


def svg(figures, chart):
    groups = chart.groups
    ratios = [figures.speedup(peer, r[1], r[2]) for _, rows in groups for r in rows
              for peer in ["helve"] + [o[0] for o in chart.others]]
    scale = Scale([r for r in ratios if r])
    bottom = TOP + sum(GAP + ROW * len(rows) for _, rows in groups) - 4
    height = bottom + 50

    out = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
           ' font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif" role="img">\n'
           f"<title>{escape(chart.title)}</title>\n"
           f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>\n')
    out += text(28, 34, chart.title, 20, weight="bold")
    out += text(28, 54, chart.subtitle, 12, MUTED)
    out += legend(chart, figures)
    out += text(WIDTH - 20, TOP - 18, "Helve", 11, MUTED, "end")
    for tick in scale.ticks():
        x = scale.x(tick)
        weight, colour = (1.5, INK) if tick == 1 else (1, "#e5e7eb")
        out += f'<path d="M{x:.1f} {TOP - 12}V{bottom}" stroke="{colour}" stroke-width="{weight}"/>\n'
        label = "nng" if tick == 1 else f"{tick:g} ×"
        out += text(x, bottom + 18, label, 11, INK if tick == 1 else MUTED, "middle", "bold" if tick == 1 else "normal")
    y = TOP
    for title, rows in groups:
        out += text(28, y + 6, title, 13, weight="bold")
        y += GAP - 8
        for r in rows:
            out += row(chart, scale, figures, y, *r)
            y += ROW
        y += 8
    return out + "</svg>\n"
