/**
 * The Scalability Protocols: sockets, contexts, dialers, listeners and pipes as nng has them, wire-compatible with nng,
 * nanomsg and mangos.
 *
 * <p>{@link io.helve.sp.SpSockets} opens sockets. All objects here may be used by any number of threads; no argument
 * may be {@code null} unless its documentation says so. Every asynchronous operation takes a handle, returns at once,
 * and completes as that handle's rules say; starting one on a busy handle is an
 * {@link java.lang.IllegalStateException}. Methods that may wait say so. {@link io.helve.sp.DropReason} lists why
 * messages are thrown away, and where that is counted.
 */
@Export
@Version("1.0.0")
package io.helve.sp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
