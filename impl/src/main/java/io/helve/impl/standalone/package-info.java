/**
 * Helve without a framework: what {@link java.util.ServiceLoader} finds for {@link io.helve.aio.AioRuntime#open()}.
 *
 * <h2>Classes, in reading order</h2>
 *
 * <ol>
 *   <li>{@code StandaloneProvider}: the provider. The class uses no types of OSGi, so it loads without OSGi on the
 *       class path.
 *   <li>{@code StandaloneRuntime}: a pool with a single tenant, and the services of this module.
 *   <li>{@code Extensions}: the services of other modules (streams, sockets), each opened when it is first requested.
 * </ol>
 *
 * <h2>Threads and locks</h2>
 *
 * <p>A runtime may be used by any thread. {@code Extensions} has a lock for its tables; extensions are opened and
 * closed without the lock, because they may request other services of the runtime.
 *
 * <h2>Shutdown order</h2>
 *
 * <ol>
 *   <li>Extensions, the last opened first: their sockets and streams use the handles of this runtime.
 *   <li>The completion runtime closes all handles, the pool and the expiry, in this order.
 *   <li>The files, last, so that pending file operations end with {@code ESTOPPED}.
 * </ol>
 */
package io.helve.impl.standalone;
