package io.helve.ops.metrics;

import java.util.List;

/**
 * A metric with a value for each of its labels.
 *
 * @param metric the metric
 * @param values the values of {@link Metric#labels}, in their order
 */
public record Series(Metric metric, List<String> values) {}
