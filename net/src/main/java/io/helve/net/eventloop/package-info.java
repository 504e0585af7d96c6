/**
 * Event loops with their channels and memory: the part of byte streams that knows no scheme and no stream.
 *
 * <p><b>Reading order.</b> {@link io.helve.net.eventloop.Network} is what all tenants share: the settings, the sets of
 * loops, the threads for blocking calls, the limit of connections and the {@link io.helve.net.eventloop.Counters}.
 * {@link io.helve.net.eventloop.EventLoops} is one set of loops with common settings; a
 * {@link io.helve.net.eventloop.ConnectionSlot} is the right to one connection on a loop of it. An
 * {@link io.helve.net.eventloop.IoBackend} (nio, epoll or io_uring, chosen by {@code IoBackends}) makes the channels. A
 * {@link io.helve.net.eventloop.LendableLoop} is a loop that workers of the completion pool may poll. {@code BusyPoll}
 * decides whether an idle loop polls; {@code EpollDetachWorkaround} mends a flaw of Netty.
 * {@link io.helve.net.eventloop.LoopMemory} is the memory of a loop, which {@link io.helve.net.eventloop.LoopReads} and
 * {@link io.helve.net.eventloop.MemoryGate} connect with channels; {@link io.helve.net.eventloop.TenantChunks} is the
 * memory of a tenant for small sends, in {@link io.helve.net.eventloop.Chunk}s, and a part of its
 * {@link io.helve.net.eventloop.TenantShare} beside its {@code AcceptedConnections}, {@code RunningHandshakes} and
 * {@code UnaskedData}. {@code LastingLoops} divides the time of a loop between channels and tasks.
 *
 * <p><b>States of a set of loops.</b> Current (new connections use it), retired (the settings have changed: it ends
 * with its last connection), ended. The number of its connections, and 1 until it is retired, is one atomic counter:
 * the set ends when the counter becomes 0.
 *
 * <p><b>Fields, and who may touch them.</b> The monitor of {@code Network} guards which sets exist and whether the
 * network is closed; new connections read the current set and the settings without it. Everything of a loop's memory,
 * and {@code BusyPoll}, belongs to the thread that holds the loop: the loop's own thread, or a worker to which the loop
 * is lent. Chunks are taken and returned by any thread, without a lock.
 *
 * <p><b>Threads.</b> {@code helve-net-<n>}, one for each loop, started with the loop's first connection;
 * {@code helve-net-resolve-<n>} for look-ups of names and {@code helve-net-file-<n>} for reading files, which may block
 * ({@code BlockingCalls}). All are daemons and keep no reference to the code that caused their start.
 *
 * <p><b>Invariants.</b> An open channel holds one slot, and the slot is released once, when the channel is closed. No
 * event loop blocks. No thread of the user gets a thread local of Netty.
 *
 * <p><b>Shutdown order.</b> (1) The network takes no new connection. (2) Connections have a moment to tell their peers,
 * and are closed. (3) Each loop ends when it has nothing more to do; a loop whose callback closes the network ends a
 * moment after the callback has returned. (4) The threads for blocking calls end. (5) Netty's global thread, on which
 * Netty reports the end of loops, ends a second later.
 */
package io.helve.net.eventloop;
