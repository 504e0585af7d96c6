/**
 * Byte streams as services of a framework; the only package here that knows OSGi's framework.
 *
 * <p>{@code NetworkComponent} owns the network and registers the provider of Helve's schemes; {@code ProviderTracker}
 * follows the providers of all bundles; {@code StreamFactoryComponent} is the factory of each using bundle;
 * {@code NetProperties} is the list of the attributes of PID {@code io.helve.net}.
 *
 * <p>Shutdown order: (1) the provider's service is unregistered, which closes the sessions of the factories; (2)
 * sessions that other bundles have opened directly with the provider are closed; (3) the event loops end; (4) Netty's
 * global thread is waited for.
 */
package io.helve.net.osgi;
