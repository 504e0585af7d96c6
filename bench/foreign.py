"""The part on providers of others: sockets of Helve, connected by its own scheme tcp, and by the stream scheme and the transport of
itest/foreign, which know the API only. All three send the same bytes over the loopback interface.
"""

import itertools
import tempfile
from pathlib import Path

import foreign_report
import sp
from figures import Figures
from harness import RAW, RESULTS
from part import Part, Plan
from program import Program

PEERS = ["tcp", "nio", "frames"]
CASES = [sp.Case(kind, "tcp", size) for kind in ("reqrep", "pushpull") for size in sp.SIZES] + [sp.Case("pubsub", "tcp", 64, 10)]


class Scheme(sp.Peer):
    """Two processes of Helve whose sockets are connected by one scheme."""

    def begin(self):
        self.near, self.far = (Program(sp.program("helve"), self.directory) for _ in range(2))

    def url(self, case):
        return f"{self.title}://127.0.0.1:0"


class Foreign(Part):
    def __init__(self):
        super().__init__(
            "foreign", foreign_report,
            quick=Plan(rounds=1, load=0.1, warmup=0.05, seconds=0.1),
            default=Plan(rounds=3, load=0.5, warmup=0.2, seconds=0.5),
            full=Plan(rounds=5, load=2, warmup=0.5, seconds=2))

    def run(self, plan, measurements):
        peers = {}
        with tempfile.TemporaryDirectory(prefix="helve-bench") as directory:
            try:
                for title in PEERS:
                    peers[title] = Scheme(title, Path(directory))
                for case, title in itertools.product(CASES, PEERS):
                    peers[title].run(case, plan.load, 0)
                measurements.rounds(plan, [(case, PEERS) for case in CASES], lambda number, title, case: measurements.show(
                    number, title, case.name, peers[title].run(case, plan.warmup, plan.seconds)))
            finally:
                for peer in peers.values():
                    peer.close()

    def write(self, about, raw=RAW, results=RESULTS):
        """Writes the table; there is no plot, as nng has no part in this."""
        figures = Figures(raw / f"{self.name}.tsv")
        (results / f"{self.name}.md").write_text(self.report.table(figures, about))
