/**
 * For those who implement a scheme of byte streams.
 *
 * <p><b>Several for one scheme.</b> The service with the highest ranking makes new dialers, listeners and datagram
 * sockets, and of several with the same ranking the one with the lowest service id, as everywhere in OSGi. Existing
 * endpoints and streams keep their provider until it is unregistered. Helve's own providers have no ranking (0) and
 * come first among those that have none, so a bundle that replaces one gives its service a ranking above 0. The schemes
 * are those of the service property, which may change, as may the ranking; a service without the property is asked for
 * them. That is logged as a warning, and so is a property that differs from what the service itself says. Without OSGi
 * there is no ranking: Helve's own providers come first, then others in the order in which they are found.
 *
 * <p>No argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
package io.helve.stream.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
