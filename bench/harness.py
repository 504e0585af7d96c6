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
NANOMSG = BENCH / "build" / "sp_nanomsg"
CLASS_PATH = f"{BENCH}/target/classes:{BENCH}/target/lib/*"


def check_tools():
    needed = [
        ("java", "openjdk-17-jdk-headless"),
        ("mvn", "maven"),
        ("gcc", "gcc"),
        ("make", "make"),
    ]
    missing = [package for tool, package in needed if not shutil.which(tool)]
    if not has_header("nng/nng.h"):
        missing.append("libnng-dev")
    if missing:
        sys.exit("bench/compare: missing here, as Debian packages: " + " ".join(missing))


def has_header(name):
    if not shutil.which("gcc"):
        return False
    return subprocess.run(["gcc", "-E", "-include", name, "-xc", "/dev/null"], capture_output=True).returncode == 0


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


def nanomsg():
    """The version of the one that sp_nanomsg was built against, or None: it is optional."""
    if not (NANOMSG.exists() and has_header("nanomsg/nn.h")):
        return None
    # its header has the version of the ABI only; gcc finds the other one among the libraries
    description = subprocess.run(["gcc", "-print-file-name=pkgconfig/nanomsg.pc"], capture_output=True, text=True).stdout.strip()
    lines = Path(description).read_text().splitlines() if Path(description).exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("Version:")), "of an unknown version")


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
        "nanomsg": nanomsg(),
        "jeromq": version("jeromq"),
        "date": time.strftime("%Y-%m-%d"),
        "arguments": " ".join(arguments),
    }
