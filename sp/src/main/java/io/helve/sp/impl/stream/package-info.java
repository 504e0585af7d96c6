/**
 * The transports over byte streams: a {@link io.helve.sp.impl.stream.StreamPipe} is a stream after its handshake, with
 * a {@link io.helve.sp.impl.stream.PipeReader} and a {@link io.helve.sp.impl.stream.PipeWriter}. Each of the two has an
 * owner at a time, who alone touches it: the thread that starts an operation, and then the one that ends it, which for
 * {@code io.helve.net} is the connection's event loop. Reader and writer share nothing but the stream.
 */
package io.helve.sp.impl.stream;
