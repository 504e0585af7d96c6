/**
 * The components of Declarative Services. {@link io.helve.sp.impl.osgi.SpRuntimeComponent} is the runtime that all
 * bundles share: it has the limits of PID {@code io.helve.sp} and follows the transports and the stream factory, which
 * come and go. {@link io.helve.sp.impl.osgi.SpSocketsComponent} is the service of one using bundle, a tenant.
 *
 * <p><b>Threads and locks.</b> The component runtime calls each component on one thread at a time. This package has no
 * locks, and no lock of Helve is held while the framework is called.
 *
 * <p><b>Shutdown order.</b> When a bundle releases the service, its tenant is closed, and then the {@code AioFactory}
 * that was obtained for the bundle is released. When this bundle or the bundle of handles stops, all sockets of all
 * bundles are closed first, so that the close of one tenant does not wait for the sockets of another.
 */
package io.helve.sp.impl.osgi;
