/**
 * The views for programs without OSGi: {@link io.helve.ops.standalone.HelveMetrics} for Micrometer and
 * {@link io.helve.ops.standalone.HelveTelemetry} for OpenTelemetry. A program needs the library of the class that it
 * uses, in its own version. In a framework the components of {@code osgi} do the same for services.
 */
package io.helve.ops.standalone;
