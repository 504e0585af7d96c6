package io.helve.itest.remote.api;

/** An interface whose values cannot travel. */
public interface Unsuitable {
    void run(Runnable code);
}
