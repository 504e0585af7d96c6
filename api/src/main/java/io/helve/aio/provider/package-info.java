/**
 * The interface for providers, which implement operations on handles: nng's begin, defer and finish.
 *
 * <p>A provider's method takes an {@link io.helve.aio.Aio} and starts an operation on it with
 * {@link io.helve.aio.provider.AioOperation#start}. If the result is {@code null} the method returns; otherwise the
 * provider calls {@link io.helve.aio.provider.AioOperation#finish finish} as soon as the operation ends for any reason.
 * Cancel, timeout and stop reach the provider through the canceller that it passed to {@code start}.
 *
 * <p>The shortest provider makes an operation of code that exists: of a future with
 * {@link io.helve.aio.provider.AioOperation#complete complete}, or of a task that blocks with
 * {@link io.helve.aio.provider.AioOperation#call call}.
 *
 * <pre>{@code
 * public void fetch(URI address, Aio aio) {
 *     HttpRequest request = HttpRequest.newBuilder(address).build();
 *     AioOperation.complete(aio, client.sendAsync(request, BodyHandlers.ofString()));
 * }
 * }</pre>
 *
 * <p>A provider whose operations wait keeps them in an {@link io.helve.aio.provider.AioQueue}, under its own lock. The
 * provider of a listener passes its connections to an {@link io.helve.aio.provider.AioAcceptQueue}, which has its own
 * lock. The documentation of each queue shows a complete provider.
 *
 * <p>A provider that performs operations on handles of its own allocates the handles with an
 * {@link io.helve.aio.provider.InlineExecutor} or {@link io.helve.aio.AioFactory#INLINE}, so that their completions
 * wake no thread.
 *
 * <p>A provider with an event loop may have idle workers of the default completion pool wait in the loop: it adds an
 * {@link io.helve.aio.provider.AioEventSource} to the service {@link io.helve.aio.provider.AioEventSources}. If the
 * threads of the workers have to be prepared for it, the source has an {@link io.helve.aio.provider.AioEventScope}.
 *
 * <p>Any thread may call a method of this package unless its documentation says otherwise, and no method blocks. No
 * argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.aio.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
