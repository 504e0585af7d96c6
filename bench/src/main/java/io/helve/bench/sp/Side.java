package io.helve.bench.sp;

/** One open side of a case. */
interface Side extends AutoCloseable {
    /** The URL that the other side dials. */
    String url();

    /** Begins to send. Sides that only receive do nothing. */
    void start();

    Work work();

    @Override
    void close();
}
