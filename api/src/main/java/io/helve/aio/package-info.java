/**
 * Asynchronous I/O handles for those who use them: nng's {@code nng_aio} in Java.
 *
 * <p>An {@link io.helve.aio.Aio} is a reusable handle for one asynchronous operation at a time. It is allocated from an
 * {@link io.helve.aio.AioFactory}, which is an OSGi service, or comes from {@link io.helve.aio.AioRuntime#open()} where
 * there is no framework. Any method of this package may be called from any thread unless its documentation says
 * otherwise; no argument may be {@code null} unless it says so.
 */
@Export
@Version("1.0.0")
package io.helve.aio;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
