/**
 * Events of JDK Flight Recorder: {@link io.helve.ops.jfr.JfrViews} registers the types in {@code Events}, reads the
 * statistics when a recording asks for an event, and compares counters through {@code Growth}. The JDK's module
 * {@code jdk.jfr} is optional.
 */
package io.helve.ops.jfr;
