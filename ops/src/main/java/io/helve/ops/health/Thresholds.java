package io.helve.ops.health;

import java.time.Duration;

/**
 * The limits of the health checks.
 *
 * @param stall for how long completions may wait in a pool that completes none
 * @param quotaPercent the percentage of its quota of handles from which a tenant is worth a warning
 * @param memoryPercent the percentage of a budget of direct memory that is worth a warning
 * @param late how late a timer may be
 */
public record Thresholds(Duration stall, int quotaPercent, int memoryPercent, Duration late) {}
