/**
 * {@code helve stats}: the statistics of completion pools and byte streams, as text for people
 * ({@link io.helve.shell.stats.StatsText}, with {@link io.helve.shell.stats.HistogramChart}s) or as JSON for programs
 * ({@link io.helve.shell.stats.StatsJson}). Both are pure functions of snapshots.
 */
package io.helve.shell.stats;
