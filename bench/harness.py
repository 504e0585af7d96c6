"""What all parts of bench/compare use: building, processes, and what a reader must know of the machine."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
RESULTS = BENCH / "results"
RAW = RESULTS / "raw"
CLASS_PATH = f"{BENCH}/target/classes:{BENCH}/target/lib/*"


def check_tools():
    needed = [
        ("java", "openjdk-17-jdk-headless"),
        ("mvn", "maven"),
        ("gcc", "gcc"),
        ("make", "make"),
    ]
    missing = [package for tool, package in needed if not shutil.which(tool)]
    header = subprocess.run(["gcc", "-E", "-xc", "-"], input="#include <nng/nng.h>\n", text=True, capture_output=True) \
        if shutil.which("gcc") else None
    if header is None or header.returncode != 0:
        missing.append("libnng-dev")
    if missing:
        sys.exit("bench/compare: missing here, as Debian packages: " + " ".join(missing))


def build():
    print("building ...", flush=True)
    run(["make", "-s", "-C", str(BENCH / "nng")])
    run(["mvn", "-q", "-f", str(ROOT / "pom.xml"), "-pl", "bench", "-am", "-DskipTests", "-Dmaven.javadoc.skip=true",
         "package"])


def run(command, **options):
    result = subprocess.run(command, **options)
    if result.returncode != 0:
        sys.exit(f"bench/compare: failed with {result.returncode}: {' '.join(command)}")
    return result


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def version(library):
    """That of a jar on the class path."""
    return next((jar.stem.rpartition("-")[2] for jar in (BENCH / "target" / "lib").glob(f"{library}-*.jar")), "")


def machine(arguments):
    """What a reader must know of the machine, without its name."""
    cpu = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), os.uname().machine)
    memory = next(int(line.split()[1]) for line in Path("/proc/meminfo").read_text().splitlines()
                  if line.startswith("MemTotal"))
    release = dict(line.rstrip().split("=", 1) for line in open("/etc/os-release") if "=" in line)
    jdk = subprocess.run([java(), "-version"], capture_output=True, text=True).stderr.splitlines()
    gcc = subprocess.run(["gcc", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    nng = subprocess.run([str(BENCH / "build" / "core"), "--version"], capture_output=True, text=True).stdout.strip()
    return {
        "cpu": f"{cpu}, {os.cpu_count()} CPUs",
        "memory": f"{memory / 2**20:.0f} GiB",
        "system": f"{release['PRETTY_NAME'].strip(chr(34))}, Linux {os.uname().release.split('-')[0]}",
        "jdk": jdk[1].strip() if len(jdk) > 1 else jdk[0],
        "gcc": gcc,
        "nng": nng,
        "jeromq": version("jeromq"),
        "date": time.strftime("%Y-%m-%d"),
        "arguments": " ".join(arguments),
    }
