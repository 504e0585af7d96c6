package io.helve.sp.impl.socket;

/**
 * The quotas of each tenant, in OSGi of each bundle.
 *
 * @param sockets open sockets
 * @param pipes pipes of all its sockets together
 * @param bytes in the buffers of all its sockets together
 */
public record Limits(int sockets, int pipes, long bytes) {
    /** No limits. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
}
