/**
 * Compares the costs of Helve with nng and with the timers and futures of the JDK and Netty.
 *
 * <p>{@link io.helve.bench.CoreBench} measures one case in the shape in which {@code nng/core.c} measures it too; the
 * classes named {@code *Benchmark} hand the same work to JMH.
 */
package io.helve.bench;
