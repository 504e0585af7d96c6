/**
 * Asynchronous I/O handles: nng's {@code nng_aio} in Java, as programs use it.
 *
 * <p>An {@link io.helve.aio.Aio} is a reusable handle for one asynchronous operation at a time. A program allocates
 * handles from an {@link io.helve.aio.AioFactory}, which is an OSGi service, and comes from
 * {@link io.helve.aio.AioRuntime#factory()} where there is no framework. Any thread may call a method of this package
 * unless the method's documentation says otherwise. No argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.aio;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
