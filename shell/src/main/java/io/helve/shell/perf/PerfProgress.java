package io.helve.shell.perf;

/** Receives the progress of a measurement several times a second. */
@FunctionalInterface
public interface PerfProgress {
    /** {@code done} round trips or messages are complete. */
    void at(long done);
}
