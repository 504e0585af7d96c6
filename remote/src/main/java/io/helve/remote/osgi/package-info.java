/**
 * Remote Services of OSGi: the distribution provider for Remote Service Admin, over the engine of the other packages.
 *
 * <p>Reading order: {@link io.helve.remote.osgi.RemoteComponent}, the service;
 * {@link io.helve.remote.osgi.ConfiguredSettings}, its configuration;
 * {@link io.helve.remote.osgi.SpDistributionProvider}, the only class that knows the engine of Remote Service Admin;
 * {@link io.helve.remote.osgi.EndpointProperties}, the names and forms of all properties;
 * {@link io.helve.remote.osgi.IntentSet}, what a service may ask for; {@link io.helve.remote.osgi.FrameworkTypes}, the
 * types of OSGi that travel.
 */
package io.helve.remote.osgi;
