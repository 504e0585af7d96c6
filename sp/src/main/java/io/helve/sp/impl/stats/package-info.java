/**
 * The tree of statistics. Sockets, dialers, listeners and pipes copy their counters under their own locks, into the
 * records {@link io.helve.sp.impl.stats.SocketCounts}, {@link io.helve.sp.impl.stats.EndpointCounts} and
 * {@link io.helve.sp.impl.stats.PipeCounts}. {@link io.helve.sp.impl.stats.Statistics} makes the tree of the copies
 * without a lock, with nng's names where nng has the statistic. {@link io.helve.sp.impl.stats.DropCounts} counts
 * dropped messages by their reason; the lock of its socket guards it.
 */
package io.helve.sp.impl.stats;
