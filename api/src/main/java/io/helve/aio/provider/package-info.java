/**
 * For those who implement operations on handles: nng's begin, defer and finish.
 *
 * <p>A provider's method takes an {@link io.helve.aio.Aio} and starts an operation on it with
 * {@link io.helve.aio.provider.AioOperation#start}. If the result is {@code null} the method returns; otherwise the
 * provider sees to it that {@link io.helve.aio.provider.AioOperation#finish finish} is called, by whatever ends the
 * operation first. Cancel, timeout and stop reach the provider through the canceller that it passed to {@code start}.
 *
 * <p>A provider whose operations wait keeps them in an {@link io.helve.aio.provider.AioQueue}, under its own lock. A
 * provider of a listener hands its connections over by an {@link io.helve.aio.provider.AioAcceptQueue}, which needs no
 * lock of the provider's. The documentation of each of the two shows a whole provider.
 *
 * <p>Any thread may call a method of this package unless its documentation says otherwise, and none of them blocks. No
 * argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
package io.helve.aio.provider;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
