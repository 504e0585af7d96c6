/**
 * For those who implement operations on handles: nng's begin, defer and finish.
 *
 * <p>A provider's method takes an {@link io.helve.aio.Aio} and starts an operation on it with
 * {@link io.helve.aio.provider.AioOperation#start}; when that gives {@code null} it returns, otherwise it sees to it
 * that {@link io.helve.aio.provider.AioOperation#finish finish} is called, by whatever ends the operation first. The
 * canceller that it passed is how cancel, timeout and stop reach it.
 */
@Export
@Version("1.0.0")
package io.helve.aio.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
