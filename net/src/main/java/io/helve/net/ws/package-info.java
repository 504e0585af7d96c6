/**
 * WebSockets, RFC 6455: {@code ws}, and {@code wss} over TLS. Everything here belongs to a connection's event loop.
 *
 * <p>Netty's HTTP codec does the handshake; then it is replaced by a {@link io.helve.net.ws.WebSocket}, which hands on messages in parts
 * as they arrive. So a frame, however long, is never collected here.
 */
package io.helve.net.ws;
