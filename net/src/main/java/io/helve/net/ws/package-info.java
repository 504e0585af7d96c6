/**
 * WebSockets, RFC 6455: {@code ws}, and {@code wss} over TLS. Everything here belongs to a connection's event loop.
 *
 * <p>Netty's codecs do the wire: HTTP for the handshake, whose rules and refusals are here, then WebSocket frames. A
 * {@link io.helve.net.ws.WebSocket} stands above them; it maps frames to parts of messages and has the limits, the
 * answers to pings and the closing handshake.
 *
 * <p>Netty hands on whole frames. So a connection collects up to {@code WS_FRAME_MAX} bytes for a frame that has begun
 * to come, also while nobody receives: the decoder goes on reading until it has a frame. Beyond that, and the frames of
 * the one read that completed it, nothing is read that has no place in the read-ahead.
 */
package io.helve.net.ws;
