/**
 * Helve in a framework: Declarative Services components and their configuration. Only this package imports
 * {@code org.osgi}.
 *
 * <h2>Classes, in reading order</h2>
 *
 * <ol>
 *   <li>{@code PoolHost}: a pool whose tenants are bundles.
 *   <li>{@code DefaultPool}: the default pool (PID {@code io.helve.aio}), which always exists.
 *       {@code AioFactoryComponent} and {@code AioFilesComponent} have scope bundle, so each using bundle is a tenant
 *       of its own; {@code AioStatisticsComponent} shows the counters.
 *   <li>{@code NamedPool}: a further pool (factory PID {@code io.helve.aio.pool}). It registers its services itself,
 *       through {@code PerBundle}, because Declarative Services cannot make one component both one pool and a service
 *       object for each bundle. {@code PoolNames} gives each name to one configuration; another configuration with the
 *       name waits, and opens its pool on the thread on which the first pool has closed.
 *   <li>{@code PoolConfiguration} and {@code PoolProperties}: the attributes of a configuration, and their reader. A
 *       configuration is refused as a whole, and the settings in force stay.
 * </ol>
 *
 * <h2>Threads and locks</h2>
 *
 * <p>The component runtime calls activation, modification and deactivation one after the other for each component.
 * {@code StepQueue} lets them wait for a {@code NamedPool} that has just got its name from another pool, and the other
 * way round. No lock of Helve is held while the framework is called.
 *
 * <h2>Shutdown order</h2>
 *
 * <ol>
 *   <li>A bundle releases its factory: its tenant is closed, within the drain time.
 *   <li>This bundle stops: its services are unregistered first. The tenants of bundles that release a service from then
 *       on are stopped, but not waited for.
 *   <li>The pool closes, and all tenants drain together within one drain time.
 *   <li>The files close, after the pool, so that pending file operations end with {@code ESTOPPED}.
 * </ol>
 */
package io.helve.impl.osgi;
