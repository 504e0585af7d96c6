/**
 * The contracts of {@link io.helve.stream.provider.StreamProvider} and {@link io.helve.sp.provider.SpTransport}, as
 * tests: whoever implements one of them extends its contract by a class that tells a URL. The implementation is found
 * as {@link io.helve.aio.AioRuntime} finds it, by {@link java.util.ServiceLoader}.
 */
package io.helve.testkit.contract;
