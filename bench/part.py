"""What the parts of bench/compare have in common: plans, rounds, the file of figures, and the head of a report."""

import time

import plot
from figures import Figures
from harness import RAW, RESULTS


class Plan:
    """How long a part runs: the number of rounds, and what else the part needs to know, as attributes."""

    def __init__(self, rounds, **lengths):
        self.rounds = rounds
        self.__dict__.update(lengths)


class Part:
    """Measures one subject: writes the figures to bench/results/raw/NAME.tsv, and the report to bench/results/NAME.{md,svg}.

    A subclass implements run. The report is a module with a function table(figures, about) and a plot.Chart named CHART.
    """

    def __init__(self, name, report, quick, default, full):
        self.name = name
        self.report = report
        self.plans = {"quick": quick, None: default, "full": full}

    def measure(self, length):
        """Runs everything; length is "quick", "full" or None. Returns the number of rounds."""
        plan = self.plans[length]
        RAW.mkdir(parents=True, exist_ok=True)
        with open(RAW / f"{self.name}.tsv", "w") as file:
            self.run(plan, Measurements(file))
        return plan.rounds

    def run(self, plan, measurements):
        raise NotImplementedError

    def write(self, about, raw=RAW, results=RESULTS):
        """Writes the report from the figures of the last run."""
        figures = Figures(raw / f"{self.name}.tsv")
        (results / f"{self.name}.md").write_text(self.report.table(figures, about))
        (results / f"{self.name}.svg").write_text(plot.svg(figures, self.report.CHART))


class Measurements:
    """Appends figures to a file, and shows them with the seconds since the start."""

    def __init__(self, file):
        self.file = file
        self.started = time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.started:5.0f} s  {text}", flush=True)

    def add(self, number, peer, case, metrics):
        """Metrics are (name, value, unit)."""
        for metric, value, unit in metrics:
            print(number, peer, case, metric, value, unit, sep="\t", file=self.file)
        self.file.flush()

    def show(self, number, peer, case, metrics):
        """Adds metrics and prints them."""
        metrics = list(metrics)
        self.add(number, peer, case, metrics)
        shown = ", ".join(f"{metric} {float(value):.4g} {unit}" for metric, value, unit in metrics)
        self.say(f"{case:22} {peer:16} {shown}")

    def rounds(self, plan, cases, measure):
        """Calls measure(round, peer, case) for each of the cases, which are (case, its peers), in each round of the plan.

        The peers of a case run one right after the other, and in each round another one of them goes first.
        """
        for number in range(1, plan.rounds + 1):
            print(f"round {number} of {plan.rounds}", flush=True)
            for case, peers in cases:
                turn = number % len(peers)
                for peer in peers[turn:] + peers[:turn]:
                    measure(number, peer, case)


def report_head(part, title, how, about, lines):
    """What each report begins with: how it was measured, on which machine, and beside which versions."""
    rounds = (f"Medians of {about['rounds']} interleaved rounds, in brackets the least and the most"
              if about["rounds"] > 1 else "One short round: figures to see that all runs, not to quote")
    command = f"bench/compare {about['arguments']}".strip()
    return "\n".join([
        f"# {title}",
        "",
        f"![How many times faster than nng each case is]({part}.svg)",
        "",
        f"{rounds}. {how} \"–\" marks what was not measured. Written by `{command}` on {about['date']}.",
        "",
        f"- {about['cpu']}; {about['memory']}; {about['system']}",
        f"- {about['jdk']}; Helve and its peers with the JVM's default options",
        *(f"- {line}" for line in lines),
        "",
        "## What must be reached",
    ])
