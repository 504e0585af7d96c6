/**
 * The views as components of a framework; the only package here that knows OSGi. {@code StatisticsServices} follows the
 * services that all views read.
 */
package io.helve.ops.osgi;
