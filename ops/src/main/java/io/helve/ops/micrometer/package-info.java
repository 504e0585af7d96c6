/**
 * The metrics in Micrometer; the only package that knows it. {@link io.helve.ops.micrometer.MicrometerMeters} has a
 * {@code RegistryMeters} for each registry, which registers a meter for each series and removes those that have gone.
 *
 * <p>Threads: one, {@code helve-ops-metrics}, which starts with the first registry and registers and removes meters.
 * Meters are read on the threads of the registry, from a snapshot that is half a second old at most.
 *
 * <p>Shutdown: the thread ends, then all meters are removed.
 */
package io.helve.ops.micrometer;
