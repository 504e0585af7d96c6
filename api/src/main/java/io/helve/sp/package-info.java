/**
 * The Scalability Protocols: sockets, contexts, dialers, listeners and pipes as nng has them, wire-compatible with nng,
 * nanomsg and mangos.
 *
 * <p>{@link io.helve.sp.SpSockets} opens sockets. Any number of threads may use all objects of this package; no
 * argument may be {@code null} unless its documentation says so. Every method that starts an asynchronous operation
 * takes a handle and returns at once; the operation completes as the rules of the handle say. Starting an operation on
 * a busy handle throws an {@link java.lang.IllegalStateException}. Methods that may wait say so.
 * {@link io.helve.sp.DropReason} lists the reasons for which messages are thrown away, with their counters.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.sp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
