/**
 * The transports over byte streams.
 *
 * <p><b>Classes in reading order.</b>
 *
 * <ol>
 *   <li>{@code StreamTransport} makes {@code ConnectionDialer}s and {@code ConnectionListener}s; each has a
 *       {@code ReopeningEndpoint}, which finds another provider when its provider goes.
 *   <li>{@code Handshake}: both sides name their protocol. The stream's {@code MessageFraming} says how messages are
 *       framed. {@code HandshakingListeners}: whose handshakes give way when connections are used up.
 *   <li>{@code StreamPipe}: a connection after its handshake, and the states of the connection.
 *   <li>{@code PipeReader} and its {@code FrameReader} and {@code MessageReader}: the receiving half of a pipe.
 *       {@code MessageAssembler}: a message of which a part has arrived.
 *   <li>{@code PipeWriter} and its {@code FrameWriter} and {@code MessageWriter}: the sending half of a pipe.
 *   <li>{@code DirectBufferPool} and {@code TenantBuffers}: the memory in between, and its budgets.
 * </ol>
 *
 * <p><b>Fields and threads.</b> A reader or a writer has one owner at a time, and only the owner touches its fields:
 * the thread that starts an operation, then the thread that ends the operation ({@code io.helve.net} ends operations on
 * the connection's event loop). A reader that is STALLED and a writer that is IDLE have no owner; the thread that
 * changes that state becomes the owner. Reader and writer share nothing but the stream. The monitor of a
 * {@code StreamPipe} guards how it closes; the monitors of dialers and listeners guard theirs. No lock is held while a
 * provider or the socket is called.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>A length that a peer announces reserves 64 KiB at most; memory grows with what arrives.
 *   <li>While the socket has no room the reader receives nothing, which slows the peer down.
 *   <li>Direct memory is asked for within the budgets only, so that no event loop waits for it. At a limit pipes work
 *       in small pieces, and a stalled pipe gives its large buffer to a pipe that needs one.
 * </ol>
 *
 * <p><b>Shutdown order</b> of a pipe: messages that were put before are sent, the output ends, received data is dropped
 * until the peer ends its side or a second has passed, then the stream is closed and the buffers return to the pool.
 */
package io.helve.sp.impl.stream;
