/**
 * Streams beside bare Netty, the JDK and, in {@code nng/streams.c}, nng: a server and a client in a process each, which
 * measure echoes, one-way flows and the memory of idle connections. A connection begins with eight bytes,
 * {@link io.helve.bench.stream.Hello}.
 */
package io.helve.bench.stream;
