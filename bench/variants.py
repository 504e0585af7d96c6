"""Variants of Helve: its own sources with a few changed lines, compiled into a folder that comes first on the class path."""

import shutil
import sys

from harness import BENCH, CLASS_PATH, ROOT, run

SP = ROOT / "sp" / "src" / "main" / "java"


class Checkout:
    """Another checkout of Helve, before or after a change."""

    name = "checkout"
    mode = None
    cases = ""

    def __init__(self, root):
        self.bench = root.resolve() / "bench"

    def build(self):
        return f"{self.bench}/target/classes:{self.bench}/target/lib/*"


class Configured:
    """Helve with another configuration: a peer of the benchmark's own programs."""

    def __init__(self, name, meaning, mode, cases=""):
        self.name = name
        self.meaning = meaning
        self.mode = mode
        self.cases = cases

    def build(self):
        return CLASS_PATH


class Variant:
    """A change of one source file: each text must occur exactly once, so that a variant cannot silently measure nothing."""

    mode = None

    def __init__(self, name, meaning, file, changes, cases):
        self.name = name
        self.meaning = meaning
        self.file = file
        self.changes = changes
        self.cases = cases

    def source(self):
        text = (SP / self.file).read_text()
        for old, new in self.changes:
            if text.count(old) != 1:
                sys.exit(f"bench/variant: {self.file} has changed: {text.count(old)} times {old!r}, not once")
            text = text.replace(old, new)
        return text

    def build(self):
        """Compiles the variant and returns the class path with it."""
        folder = BENCH / "build" / "variants" / self.name
        shutil.rmtree(folder, ignore_errors=True)
        source = folder / "src" / self.file
        source.parent.mkdir(parents=True)
        source.write_text(self.source())
        classes = folder / "classes"
        run(["javac", "-proc:none", "-nowarn", "-cp", CLASS_PATH, "-d", str(classes), str(source)])
        return f"{classes}:{CLASS_PATH}"


VARIANTS = {variant.name: variant for variant in (
    Variant(
        "no-yield", "a publisher that outruns its subscribers does not yield (decision 20)",
        "io/helve/sp/impl/pipe/DeferredActions.java",
        [("            Thread.yield();\n", "")],
        r"pubsub"),
    Configured("workers", "workers of the completion pool poll the event loops (decision 23)", "helve-workers"),
)}
