/**
 * What systems for metrics collect, independent of any library: each {@link io.helve.ops.metrics.Metric} has a name, a
 * kind, a unit and {@link io.helve.ops.metrics.Label}s; {@link io.helve.ops.metrics.MetricsReader} reads the statistics
 * and returns a number for each {@link io.helve.ops.metrics.Series}, which is a metric with values of its labels.
 */
package io.helve.ops.metrics;
