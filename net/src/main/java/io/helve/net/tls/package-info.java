/**
 * Streams over TLS.
 *
 * <p>Reading order: {@link io.helve.net.tls.TlsUpgrade} secures a connection, for this scheme and for {@code wss}.
 * {@code SecureChannel} (states HANDSHAKING, FAILED, OPEN, ENDED) translates between streams and Netty's handler, which
 * drives the JDK's engine. {@code RenegotiationGuard} and {@code AlertLinger} stand before that handler.
 * {@code Credentials} keep an {@code SSLContext} and replace it when files change, {@code CredentialLoader} has them do
 * so on a thread that may block; {@code TlsContexts} makes the context, and the {@code ServerIdentity} by which
 * listeners of {@code wss} are compared, {@code WithoutCommonNames} refuses servers that only the common name of their
 * certificate names, {@code HandshakeVerdict} describes the result of a handshake.
 *
 * <p>Pipeline, from the socket: {@code AlertLinger} (listeners only), {@code RenegotiationGuard}, {@code AnswerLimit},
 * Netty's {@code SslHandler}, {@code SecureChannel}, then the stream or the handlers of {@code wss}.
 *
 * <p>Threads: handlers run on the channel's event loop. Files are read on the network's threads for files, under the
 * lock of {@code Credentials}, never on an event loop.
 *
 * <p>Invariants: an end of TCP without close_notify is a lost connection; close_notify is sent only if nothing that a
 * send had taken was dropped; a peer's renegotiation ends the connection.
 */
package io.helve.net.tls;
