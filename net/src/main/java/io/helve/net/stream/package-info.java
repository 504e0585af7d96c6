/**
 * Streams over Netty's channels, whatever the scheme.
 *
 * <p>Threads: a {@link io.helve.net.stream.ChannelStream} belongs to one event loop, which does all that touches the
 * channel. Starting and cancelling operations may happen on any thread, under the lock of the
 * {@link io.helve.net.stream.StreamTransferQueue} that the operation goes to; no lock is held while an operation is
 * finished.
 */
package io.helve.net.stream;
