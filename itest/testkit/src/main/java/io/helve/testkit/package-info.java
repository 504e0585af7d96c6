/**
 * Classes that the tests of Helve share, and that tests of programs and bundles on Helve may use:
 * {@link io.helve.testkit.HelveRuntime} opens a runtime for each test and checks after it that nothing is left;
 * {@link io.helve.testkit.SocketTest} and {@link io.helve.testkit.StreamsTest} are base classes for tests of sockets
 * and of byte streams.
 */
package io.helve.testkit;
