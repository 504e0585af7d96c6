/**
 * Streams, dialers and listeners over Netty's channels, whatever the scheme.
 *
 * <p>Threads: a {@link io.helve.net.channel.ChannelStream} belongs to one event loop, which does all that touches the
 * channel. Starting and cancelling operations may happen on any thread, under the lock of the
 * {@link io.helve.net.channel.TransferQueue} that the operation goes to; no lock is held while an operation is
 * finished.
 */
package io.helve.net.channel;
