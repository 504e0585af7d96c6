/**
 * For those who implement a scheme of byte streams.
 *
 * <p><b>Several for one scheme.</b> New dialers, listeners and datagram sockets are made by the service with the
 * highest ranking, and of several with the same by the one with the lowest service id, as everywhere in OSGi. What has
 * been made stays with the one that made it until that goes. The schemes are those of the service property, which may
 * change, as may the ranking; a service without the property is asked for them. That is logged as a warning, and so is
 * a property that differs from what the service itself says. Without OSGi there is no ranking: Helve's own come first,
 * then others in the order in which they are found.
 */
@Export
@Version("1.0.0")
package io.helve.stream.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
