/**
 * Streams over Netty's channels, whatever the scheme.
 *
 * <p>Reading order: {@link io.helve.net.stream.ChannelStream} is the stream and the last handler of its channel;
 * {@code Sending} and {@code Receiving} are its two directions; {@code StreamTransferQueue} and {@code StreamTransfer}
 * hold the operations of a direction. A send leaves by {@code CoalescedWrites}, {@code CopiedWrites} or
 * {@code DirectWrite}; data arrives in {@code ReceivedData}, or directly in a receive's buffer ({@code ReadBuffers}).
 *
 * <p>States: {@code StreamTransfer.State} of an operation, {@code OutputState} of our side of the connection,
 * {@code FlushState} of the channel; each enum has its transitions.
 *
 * <table>
 *   <caption>Fields and who may touch them</caption>
 *   <tr><th>fields</th><th>guarded by</th></tr>
 *   <tr><td>transfers, end reasons, output state, arrived data, read-ahead</td><td>the lock of the direction's queue</td></tr>
 *   <tr><td>flush state, pumping, direct write, direct read, list of chunks being written</td><td>the event loop</td></tr>
 * </table>
 *
 * <p>Threads: a stream belongs to one event loop, which does everything that touches the channel. Operations start and
 * are cancelled on any thread. The locks of the two directions are never held together, and none is held while an
 * operation is finished.
 *
 * <p>Invariants: at most one of waiting receives and arrived data is not empty; a direct write is the last in Netty's
 * outbound buffer; the memory of a user's buffer is not touched after its operation has ended.
 *
 * <p>Shutdown: (1) the first reason ends a direction, but a close on this side replaces an earlier reason; (2) waiting
 * operations are finished with the reason; (3) the channel is closed.
 */
package io.helve.net.stream;
