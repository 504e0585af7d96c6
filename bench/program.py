"""A process that stays for a whole run."""

import subprocess
import sys
import threading
import time

TIMEOUT = 120


class Program:
    """A process that answers lines with lines, and ends with its standard input."""

    def __init__(self, command, directory):
        self.command = " ".join(command)
        self.errors = open(directory / f"{time.monotonic_ns()}.err", "w+")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True)

    def line(self):
        watchdog = threading.Timer(TIMEOUT, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        if not line:
            self.process.wait()
            self.errors.seek(0)
            sys.exit(f"bench/compare: {self.command} failed: {self.errors.read().strip() or 'no answer'}")
        return line.rstrip("\n").split("\t")

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.line()

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()
