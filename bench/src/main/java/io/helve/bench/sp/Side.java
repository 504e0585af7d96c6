package io.helve.bench.sp;

/** One side of a case, open. */
interface Side extends AutoCloseable {
    /** Where the other side dials. */
    String url();

    /** Begins to send; the others have nothing to begin. */
    void start();

    Work work();

    @Override
    void close();
}
