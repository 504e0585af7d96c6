package io.helve.shell.perf;

/** Told now and then how far a measurement is. */
@FunctionalInterface
public interface PerfProgress {
    /** So many round trips or messages are done. */
    void at(long done);
}
