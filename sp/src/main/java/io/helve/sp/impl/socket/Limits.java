package io.helve.sp.impl.socket;

import io.helve.internal.DirectMemory;

/**
 * The quotas of each tenant, in OSGi of each bundle, and of all tenants together.
 *
 * @param sockets open sockets of a tenant
 * @param pipes pipes of all sockets of a tenant together
 * @param bytes bytes in the buffers of all sockets of a tenant together
 * @param directMemory bytes of direct memory for the pipes of all tenants together; 0 for a quarter of what the JVM
 *     allows
 * @param tenantDirectMemory bytes of direct memory for the pipes of a tenant; 0 for half of what all may have
 */
public record Limits(int sockets, int pipes, long bytes, long directMemory, long tenantDirectMemory) {
    /** No limits except the limits of direct memory. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** How many bytes of the heap a pipe counts for, beside the messages that it holds. */
    private static final int PIPE_COST = 16 << 10;

    /** Without a quota for pipes, those of a tenant may take this part of the greatest heap. */
    private static final int PIPE_SHARE = 4;

    private static final long PIPES_BY_MEMORY = Runtime.getRuntime().maxMemory() / PIPE_SHARE / PIPE_COST;

    /** Replaces zeros by the defaults. */
    public Limits {
        directMemory = directMemory == 0 ? DirectMemory.defaultLimit() : directMemory;
        tenantDirectMemory = tenantDirectMemory == 0 ? directMemory / 2 : tenantDirectMemory;
    }

    /**
     * Creates limits with the defaults for direct memory.
     *
     * @param sockets open sockets of a tenant
     * @param pipes pipes of all sockets of a tenant together
     * @param bytes bytes in the buffers of all sockets of a tenant together
     */
    public Limits(int sockets, int pipes, long bytes) {
        this(sockets, pipes, bytes, 0, 0);
    }

    /** {@return how many pipes a tenant may have: its quota, or if there is none, as many as the heap has room for} */
    long mostPipes() {
        return pipes == Integer.MAX_VALUE ? PIPES_BY_MEMORY : pipes;
    }
}
