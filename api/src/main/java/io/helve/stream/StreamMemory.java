package io.helve.stream;

import io.helve.annotation.ThreadSafe;

/**
 * The memory that connections use at one moment: the connections of all tenants, or of one tenant. A limit is a bound
 * on what peers can make this process keep.
 *
 * @param directUsed bytes of direct memory for small sends that are in use
 * @param directMax bytes of direct memory for small sends that may be in use
 * @param directRefused requests for direct memory that got none, so far; such sends are coalesced on the heap
 * @param accepted accepted connections that are open
 * @param acceptedMax accepted connections that may be open
 * @param acceptedBytes bytes of the heap that accepted connections count for
 * @param acceptedBytesMax bytes of the heap that accepted connections may count for
 */
@ThreadSafe
public record StreamMemory(
        long directUsed,
        long directMax,
        long directRefused,
        long accepted,
        long acceptedMax,
        long acceptedBytes,
        long acceptedBytesMax) {}
