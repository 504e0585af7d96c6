/**
 * The SPI of schemes: everything above this room treats all schemes alike.
 *
 * <p>Reading order: {@link io.helve.net.scheme.Scheme} connects for a {@link io.helve.net.scheme.ConnectHandler} (a
 * dial) and binds for an {@link io.helve.net.scheme.AcceptHandler} (a listener); {@link io.helve.net.scheme.Upgrade}
 * makes the handshakes of a fresh connection; {@link io.helve.net.scheme.EstablishedConnection} describes the result to
 * the stream. On the way up, channels hand {@code ByteBuf}s or {@link io.helve.net.scheme.MessageFragment}s to their
 * stream, and the events {@link io.helve.net.scheme.InputEnded} and {@link io.helve.net.scheme.OutputEnded}; on the way
 * down there is {@link io.helve.net.scheme.OutputShutdown}.
 *
 * <p>To add a scheme: write a package beside {@code tcp} with a {@code Scheme}, on {@code io.helve.net.socket} if each
 * stream has a socket of its own, and add it to {@code NetProvider}.
 *
 * <p>Threads: {@code Scheme} is called on any thread; handlers and upgrades run on the event loop of their channel.
 */
package io.helve.net.scheme;
