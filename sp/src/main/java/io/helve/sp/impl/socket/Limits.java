package io.helve.sp.impl.socket;

/**
 * What each tenant, in a framework each bundle, may have at most.
 *
 * @param sockets open sockets
 * @param pipes pipes of all its sockets together
 * @param bytes in the buffers of all its sockets together
 */
public record Limits(int sockets, int pipes, long bytes) {
    /** No limits. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
}
