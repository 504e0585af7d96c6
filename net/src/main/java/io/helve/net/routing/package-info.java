/**
 * From URLs to providers.
 *
 * <p>{@link io.helve.net.routing.StreamRouter} is the factory of one tenant: it finds the provider of a scheme in the
 * {@link io.helve.net.routing.ProviderRegistry} and has a session with it. {@link io.helve.net.routing.NetProvider} is
 * the provider of Helve's own schemes: a map from names to {@link io.helve.net.scheme.Scheme}s.
 *
 * <p>Threads: any. No lock is held while a provider or a session is called. When a provider is removed, the registry
 * drops the provider first, then each router closes its session with the provider; a router that opens a session
 * meanwhile checks the registry again afterwards.
 */
package io.helve.net.routing;
