/**
 * The interface for providers of schemes of byte streams.
 *
 * <p><b>Several for one scheme.</b> The service with the highest ranking makes new dialers, listeners and datagram
 * sockets, and among services with the same ranking the service with the lowest service id, as everywhere in OSGi.
 * Existing endpoints and streams keep their provider until it is unregistered. Helve's own providers have no ranking
 * (0) and come first among the services without a ranking, so a bundle that replaces a provider of Helve gives its
 * service a ranking above 0. The service property names the schemes; the property and the ranking may change. If the
 * property is missing, Helve asks the service for its schemes. Helve logs a warning if the property is missing or
 * differs from the schemes that the service itself names. Without OSGi there is no ranking: Helve's own providers come
 * first, then other providers in the order of {@link java.util.ServiceLoader}.
 *
 * <p><b>For sockets.</b> The sockets of {@code io.helve.sp} use a scheme as any user of streams does. They set the
 * options {@code READ_AHEAD} and, for streams of messages, {@code RECEIVE_MAX}, {@code WS_FRAME_MAX},
 * {@code WS_PROTOCOL}, {@code WS_PROTOCOL_MISMATCH} and {@code HANDSHAKE_FAILED}, and go on without the options that a
 * scheme does not have. A provider serves them well if it finishes operations on the thread on which they end, does not
 * read more than the receive has room for, and ends a send of no bytes on a thread of its own: a socket makes such a
 * send in order to leave the thread of its user, so that messages which are sent meanwhile go out together.
 *
 * <p><b>Threads.</b> Nobody closes a provider. A provider with threads of its own ends them with the last session, or
 * with the last endpoint and stream.
 *
 * <p>No argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.stream.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
