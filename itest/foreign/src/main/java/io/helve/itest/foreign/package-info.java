/**
 * A provider of others: a scheme of streams, {@code nio}, and a transport of sockets, {@code frames}, both over TCP
 * with the channels of the JDK. They are written with the API and its Javadoc alone.
 *
 * <p><b>Reading order.</b> {@code SharedLoop} and {@code NioLoop} are the thread that waits for channels,
 * {@code PendingConnect} connects. {@code NioStreams} makes streams: {@code NioDialer}, {@code NioListener},
 * {@code NioStream} with its {@code Sends} and {@code Receives}. {@code FrameTransport} makes connections of sockets:
 * {@code FrameDialer}, {@code FrameListener}, {@code FrameHandshake}, and {@code FramePipe} with its
 * {@code FrameOutput} and {@code FrameInput}; on the wire, they are compatible with Helve's transport {@code tcp}.
 */
package io.helve.itest.foreign;
