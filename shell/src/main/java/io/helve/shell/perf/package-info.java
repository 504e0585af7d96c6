/**
 * {@code helve perf}: the programs of nng's perf, each compatible with its other side in C.
 *
 * <p><b>Classes in reading order.</b> {@link io.helve.shell.perf.PerfCommand} has a subcommand for each
 * {@link io.helve.shell.perf.PerfProgram}: {@link io.helve.shell.perf.PerfSideCommand} runs one side,
 * {@link io.helve.shell.perf.PerfInprocCommand} both. {@link io.helve.shell.perf.PerfRun} checks the arguments and
 * starts {@link io.helve.shell.perf.Measurements}, which opens a {@link io.helve.shell.perf.PerfSocket} for each side
 * and measures {@link io.helve.shell.perf.Latency} or {@link io.helve.shell.perf.Throughput}.
 *
 * <p><b>Threads.</b> Latency is measured by inline callbacks, which must not block; the command's thread only waits.
 * Throughput is measured by blocking calls on the command's thread. Where both sides run in one process, the second
 * side has a thread of its own, {@code helve-perf}, which is interrupted and joined before the result is returned.
 */
package io.helve.shell.perf;
