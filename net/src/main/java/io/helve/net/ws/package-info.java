/**
 * WebSockets, RFC 6455: {@code ws}, and {@code wss} over TLS.
 *
 * <p>Reading order: {@link io.helve.net.ws.WsScheme}; {@code ClientHandshake} of a dialer; {@code SharedPort} of
 * listeners, which finds the listener for a path, and {@code ServerHandshake} with its {@code HandshakeRejection}s;
 * {@code ProtocolSwitch} from HTTP to frames; {@code WebSocket}, which maps frames to {@code MessageFragment}s and has
 * the limits, the answers to pings and the closing handshake; {@code KeepAlive}.
 *
 * <p>Netty's codecs encode and decode HTTP and frames. Netty's handshakers are not used: they omit checks that the RFC
 * demands, do not answer refusals, do not route by path, and quote requests, which may hold secrets, in their messages.
 *
 * <p>Threads: everything belongs to a connection's event loop, but {@code SharedPort.join} and {@code leave}, which
 * hold the port's lock.
 *
 * <p>Memory: Netty hands on whole frames. So a connection collects up to {@code WS_FRAME_MAX} bytes for a frame that
 * has begun to arrive, also while nobody receives: the decoder goes on reading until it has a frame. Beyond that, and
 * beyond the frames of the one read that completed it, nothing is read that has no place in the read-ahead.
 *
 * <p>Shutdown order of a connection: data that was taken, the close frame, the peer's close frame, the end of TLS, the
 * socket. When a tenant closes all its connections, steps that would wait for the peer are left out.
 */
package io.helve.net.ws;
