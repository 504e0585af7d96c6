/**
 * The assembly of one pool, for OSGi frameworks and for use without a framework: {@code CompletionRuntime} ties the
 * completion pool, its watchdog, its expiry and its tenants together; {@code DaemonThreads} makes threads that keep no
 * reference to the code that happened to cause their start.
 *
 * <p>The lock of {@code CompletionRuntime} guards the set of tenants. The lock is not held while tenants are stopped,
 * closed or recovered. Shutdown order: no tenant is admitted any more; all tenants are stopped at once; all tenants are
 * closed with the same deadline, and so drain together; the pool ends its threads; the expiry ends its thread.
 */
package io.helve.impl.runtime;
