package io.helve.shell.perf;

import io.helve.shell.failure.CommandException;
import java.util.Locale;
import java.util.function.Consumer;

/** The programs of nng's perf, under their names. */
enum PerfProgram {
    LOCAL_LAT("Listens, and sends each message back.", "latency_server") {
        @Override
        PerfResult run(Measurements perf, Consumer<String> listening) throws CommandException, InterruptedException {
            perf.localLatency(listening);
            return null;
        }
    },
    REMOTE_LAT("Dials, and measures how long messages take to the other side and back.", "latency_client") {
        @Override
        PerfResult run(Measurements perf, Consumer<String> listening) throws CommandException, InterruptedException {
            return perf.remoteLatency();
        }
    },
    LOCAL_THR("Listens, and measures how many messages come.", "throughput_server") {
        @Override
        PerfResult run(Measurements perf, Consumer<String> listening) throws CommandException, InterruptedException {
            return perf.localThroughput(listening);
        }
    },
    REMOTE_THR("Dials, and sends messages as fast as they are taken.", "throughput_client") {
        @Override
        PerfResult run(Measurements perf, Consumer<String> listening) throws CommandException, InterruptedException {
            perf.remoteThroughput();
            return null;
        }
    },
    INPROC_LAT("Measures how long messages take to another socket of this process and back.") {
        @Override
        PerfResult run(Measurements perf, Consumer<String> listening) throws CommandException, InterruptedException {
            return perf.latencyHere();
        }
    },
    INPROC_THR("Measures how many messages go to another socket of this process.") {
        @Override
        PerfResult run(Measurements perf, Consumer<String> listening) throws CommandException, InterruptedException {
            return perf.throughputHere();
        }
    };

    private final String header;
    private final String[] aliases;

    PerfProgram(String header, String... aliases) {
        this.header = header;
        this.aliases = aliases;
    }

    /** Runs the program; {@code listening} receives the URL to dial. Returns the result to print, or null. */
    abstract PerfResult run(Measurements perf, Consumer<String> listening)
            throws CommandException, InterruptedException;

    String programName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String header() {
        return header;
    }

    String[] aliases() {
        return aliases.clone();
    }

    /** {@return whether both sides run in this process} */
    boolean isHere() {
        return this == INPROC_LAT || this == INPROC_THR;
    }

    boolean isLatency() {
        return programName().endsWith("_lat");
    }
}
