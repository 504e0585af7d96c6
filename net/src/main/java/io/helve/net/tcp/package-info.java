/**
 * Streams over TCP, and the addresses of all schemes over IP.
 *
 * <p>{@link io.helve.net.tcp.InetScheme} resolves and checks URLs for {@code tcp}, {@code tls+tcp}, {@code ws} and
 * {@code udp}; {@link io.helve.net.tcp.TcpScheme} adds plain TCP, whose connections are ready at once.
 */
package io.helve.net.tcp;
