"""Tests of the reports: each is written whatever figures are missing, and says which.

Run by the build (ReportsTest), or by hand: python3 -B -m unittest discover bench
"""

import io
import re
import sys
import tempfile
import unittest
from contextlib import redirect_stdout
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent))
import core  # noqa: E402
import foreign  # noqa: E402
import sp  # noqa: E402
import sp_report  # noqa: E402
import streams  # noqa: E402
from figures import MISSING, Figures, met, number, quotient, spread, total  # noqa: E402
from part import Measurements, Part, Plan  # noqa: E402
from variants import SP, VARIANTS, Variant  # noqa: E402

ABOUT = {
    "rounds": 1, "arguments": "--quick", "date": "2026-01-01", "cpu": "a CPU", "memory": "8 GiB", "system": "a system",
    "jdk": "a JDK", "gcc": "gcc 13", "nng": "nng 1.5.2", "nanomsg": "1.1.5", "jeromq": "0.5.4",
}


def core_lines():
    sleeps = ["total", "submit", "earliest", "p50", "p99", "max", "cpu"]
    for case, peers in core.CASES + core.SLOW:
        metrics = ["p50", "p99"] if case.startswith("latency") else sleeps if case.startswith("sleep-1") else ["time"]
        yield from ((peer, case, metric, 1 if metric == "total" else 0.5) for peer in peers for metric in metrics)
    yield from (("nng", "sleep-1000000", metric, 3) for metric in sleeps)
    yield from ((peer, "open", "time", 20) for peer in ("nng", "helve"))
    yield from (("helve", case, metric, 0.5) for case in ("idle-100000", "idle-0") for metric in ("threads-cpu", "process-cpu", "over"))
    yield "nng", "idle-100000", "process-cpu", 0.5
    yield from (("helve", "jars", module, 100_000) for module in ("api", "impl"))
    yield from ((peer, f"jmh-{case}", "allocation", 0.01) for peer in ("helve", "helve-exclusive")
                for case in ("callback", "callback-timeout"))


def streams_lines():
    for peer in streams.PEERS:
        yield peer, "transport", "epoll", 1
        for kind, scheme, size, connections in streams.CASES:
            metrics = ("mean", "p50", "p99") if kind == "echo" else ("rate", "messages")
            yield from ((peer, f"{kind}-{scheme}-{size}-{connections}", metric, 2) for metric in metrics)
        yield from ((peer, "idle-500", metric, 1000) for metric in ("client", "client-direct", "server", "server-direct"))


def sp_lines():
    for peer in sp.PEERS:
        for case in sp.CASES:
            metrics = ["mean", "p50", "p99"] if case.trips else ["rate"]
            allocated = [] if peer in sp.NATIVE else ["message", "receiver", "sender"]
            yield from ((peer, case.name, metric, 100) for metric in metrics + allocated)


PARTS = [(core.Core(), list(core_lines())), (streams.Streams(), list(streams_lines())), (sp.Sp(), list(sp_lines()))]


class ReportTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="helve-reports")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def report(self, part, lines, about=ABOUT):
        """Returns the report and its plot."""
        text = "".join(f"1\t{peer}\t{case}\t{metric}\t{value}\tunit\n" for peer, case, metric, value in lines)
        (self.directory / f"{part.name}.tsv").write_text(text)
        part.write(about, raw=self.directory, results=self.directory)
        plot = (self.directory / f"{part.name}.svg").read_text()
        ElementTree.fromstring(plot)
        return (self.directory / f"{part.name}.md").read_text(), plot


class ForeignProviders(ReportTest):
    def foreign(self, lines):
        text = "".join(f"1\t{peer}\t{case}\t{metric}\t{value}\tunit\n" for peer, case, metric, value in lines)
        (self.directory / "foreign.tsv").write_text(text)
        foreign.Foreign().write(ABOUT, raw=self.directory, results=self.directory)
        return (self.directory / "foreign.md").read_text()

    def test_the_speed_of_others_is_a_part_of_ours(self):
        lines = [("tcp", "pushpull-tcp-64", "rate", 1000), ("nio", "pushpull-tcp-64", "rate", 500), ("frames", "pushpull-tcp-64", "rate", 2000)]
        self.assertIn("| 1.00 | 0.50 | 2.00 | 0.50 | 2.00 | **no** |", self.foreign(lines))

    def test_any_figure_may_be_missing(self):
        self.assertIn(f"| {MISSING} | {MISSING} | {MISSING} |", self.foreign([]))


class MissingFigures(ReportTest):
    def test_a_run_without_any_figure_has_a_report_in_which_all_is_missing(self):
        for part, _ in PARTS:
            with self.subTest(part.name):
                report, plot = self.report(part, [])
                self.assertNotRegex(report, r"\| (yes|\*\*no\*\*|all|\*\*none\*\*) \|")
                self.assertIn(f"| {MISSING} |", report)
                self.assertIn(MISSING, plot)

    def test_any_peer_may_be_missing(self):
        for part, lines in PARTS:
            for missing in {peer for peer, *_ in lines}:
                with self.subTest(part.name, missing=missing):
                    self.report(part, [line for line in lines if line[0] != missing])

    def test_any_case_may_be_missing(self):
        for part, lines in PARTS:
            for missing in {case for _, case, *_ in lines}:
                with self.subTest(part.name, missing=missing):
                    self.report(part, [line for line in lines if line[1] != missing])

    def test_any_metric_of_a_peer_may_be_missing(self):
        for part, lines in PARTS:
            for missing in {(peer, metric) for peer, _, metric, _ in lines}:
                with self.subTest(part.name, missing=missing):
                    self.report(part, [line for line in lines if (line[0], line[2]) != missing])

    def test_any_figure_may_be_zero(self):
        for part, lines in PARTS:
            for zero in {(peer, metric) for peer, _, metric, _ in lines}:
                with self.subTest(part.name, zero=zero):
                    self.report(part, [(*line[:3], 0) if (line[0], line[2]) == zero else line for line in lines])

    def test_a_figure_that_is_no_finite_number_is_missing(self):
        part, lines = PARTS[0]
        report, _ = self.report(part, [(*line[:3], "inf") if line[:2] == ("nng", "await") else line for line in lines])
        self.assertIn(f"| start, finish, await | 0.50 ns | {MISSING} | {MISSING} | at most 0.5 | {MISSING} |", report)

    def test_a_complete_run_misses_nothing_that_must_be_reached(self):
        for part, lines in PARTS:
            with self.subTest(part.name):
                report, _ = self.report(part, lines)
                goals = report.partition("## What must be reached")[2].partition("\n## ")[0]
                self.assertNotIn(f"| {MISSING} |", goals)

    def test_a_limit_that_cannot_be_checked_is_neither_met_nor_missed(self):
        part, lines = PARTS[0]
        report, _ = self.report(part, [line for line in lines if line[:2] != ("nng", "await")])
        self.assertIn(f"| start, finish, await | 0.50 ns | {MISSING} | {MISSING} | at most 0.5 | {MISSING} |", report)

    def test_cases_on_sp_that_cannot_be_compared_are_counted_as_not_measured(self):
        part, lines = PARTS[2]
        report, _ = self.report(part, [line for line in lines if line[:2] != ("jeromq", "pair-tcp-64")])
        self.assertRegex(report, r"cases not behind JeroMQ \| 47 \| 47 \| 47 \| 47 \| 47 \| 1 \|")

    def test_without_nanomsg_it_has_no_column_and_the_report_says_why(self):
        part, lines = PARTS[2]
        report, plot = self.report(part, [line for line in lines if line[0] != "nanomsg"], ABOUT | {"nanomsg": None})
        self.assertIn("- nanomsg is left out: `libnanomsg-dev` was not there", report)
        self.assertNotIn("| nanomsg |", report)
        self.assertNotIn("nanomsg", plot)

    def test_every_case_of_a_report_is_one_that_is_measured(self):
        reported = {row.case for _, _, rows in sp_report.GROUPS for row in rows}
        self.assertEqual({case.name for case in sp.CASES}, reported)


class Numbers(unittest.TestCase):
    def test_what_is_computed_from_a_missing_figure_is_missing(self):
        self.assertIsNone(quotient(None, 2))
        self.assertIsNone(quotient(2, None))
        self.assertIsNone(total(1, None))
        self.assertEqual((MISSING,) * 3, (number(None, "ns"), spread([]), met(None, bool)))

    def test_nothing_is_divided_by_zero(self):
        self.assertIsNone(quotient(2, 0))

    def test_zero_is_a_figure(self):
        self.assertEqual(("0 ns", "**no**"), (number(0, "ns"), met(0, lambda it: it > 1)))
        self.assertEqual(0, quotient(0, 2))


class Rounds(unittest.TestCase):
    def test_in_each_round_another_peer_goes_first(self):
        order = []
        with redirect_stdout(io.StringIO()):
            Measurements(io.StringIO()).rounds(Plan(rounds=2), [("case", ["a", "b"])], lambda *measured: order.append(measured))
        self.assertEqual([(1, "b", "case"), (1, "a", "case"), (2, "a", "case"), (2, "b", "case")], order)

    def test_figures_reads_what_measurements_writes(self):
        file = io.StringIO()
        with redirect_stdout(io.StringIO()):
            measurements = Measurements(file)
            measurements.show(1, "nng", "case", [("time", 4, "ns")])
            measurements.show(2, "nng", "case", [("time", "2", "ns")])
            measurements.show(1, "helve", "case", [("time", 1.5, "ns")])
        with tempfile.TemporaryDirectory(prefix="helve-reports") as directory:
            path = Path(directory) / "part.tsv"
            path.write_text(file.getvalue())
            self.assertEqual((3, 2), (Figures(path).median("nng", "case"), Figures(path).speedup("helve", "case")))

    def test_the_length_of_a_run_chooses_its_plan(self):
        part = Part("part", None, quick="short", default="usual", full="long")
        self.assertEqual(["short", "usual", "long"], [part.plans[length] for length in ("quick", None, "full")])

    def test_each_variant_changes_lines_that_its_source_still_has(self):
        for variant in VARIANTS.values():
            if isinstance(variant, Variant):
                self.assertNotEqual((SP / variant.file).read_text(), variant.source())
            self.assertTrue([case for case in sp.CASES if re.search(variant.cases, case.name)])


if __name__ == "__main__":
    unittest.main()
