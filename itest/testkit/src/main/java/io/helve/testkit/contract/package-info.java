/**
 * The contracts of {@link io.helve.stream.provider.StreamProvider} and {@link io.helve.sp.provider.SpTransport}, as
 * tests. An implementation's test extends the contract of the interface and supplies a URL. The contract finds the
 * implementation as {@link io.helve.aio.AioRuntime} does, by {@link java.util.ServiceLoader}.
 */
package io.helve.testkit.contract;
