/**
 * The metrics in OpenTelemetry; the only package that knows it. It has no thread: OpenTelemetry calls
 * {@link io.helve.ops.opentelemetry.TelemetryInstruments} when it collects.
 */
package io.helve.ops.opentelemetry;
