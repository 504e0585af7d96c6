package io.helve.ops.health;

/** A health check. It returns fast: it waits for nothing, and for no handle. Any thread may call it. */
public interface Check {
    /** {@return its name for operators} */
    String name();

    /** {@return the tag by which it is selected, beside {@code helve}} */
    String tag();

    /** Looks. {@return what it has found} */
    Findings look();
}
