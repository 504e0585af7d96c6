/**
 * Byte streams as operations on handles: nng's {@code nng_stream} with its dialers and listeners, and datagrams.
 *
 * <p>A {@link io.helve.stream.StreamFactory} finds the provider for a URL's scheme. All objects here may be used by any
 * number of threads, and no argument may be {@code null} unless its documentation says so. Every operation takes a
 * handle, returns at once, and completes as the rules of that handle say; starting one on a busy handle is an
 * {@link java.lang.IllegalStateException}. Methods that may block say so.
 */
@Export
@Version("1.0.0")
package io.helve.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
