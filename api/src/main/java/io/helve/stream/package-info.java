/**
 * Byte streams as operations on handles: nng's {@code nng_stream} with its dialers and listeners, and datagrams.
 *
 * <p>A {@link io.helve.stream.StreamFactory} finds the provider for a URL's scheme. Any number of threads may use all
 * objects of this package, and no argument may be {@code null} unless its documentation says so. Every method that
 * starts an operation takes a handle and returns at once; the operation completes as the rules of the handle say.
 * Starting an operation on a busy handle throws an {@link java.lang.IllegalStateException}. Methods that may block say
 * so.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.stream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
