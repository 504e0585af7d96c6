/**
 * Health checks. Each {@link io.helve.ops.health.Check} looks at the statistics and returns
 * {@link io.helve.ops.health.Findings}; {@link io.helve.ops.health.FelixCheck} makes a result of Felix Health Checks of
 * them, and is used only where their API is installed.
 */
package io.helve.ops.health;
