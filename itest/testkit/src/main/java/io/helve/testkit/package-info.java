/**
 * Classes that the tests of Helve share, and that tests of programs and bundles on Helve may use:
 * {@link io.helve.testkit.HelveRuntime} opens a runtime for each test and checks after it that nothing is left;
 * {@link io.helve.testkit.SocketTest} and {@link io.helve.testkit.StreamsTest} are base classes for tests of sockets
 * and of byte streams. {@link io.helve.testkit.CapturedLog} captures log entries, {@link io.helve.testkit.NettyLeaks}
 * looks for buffers that were not released.
 *
 * <p>For tests of any kind: {@link io.helve.testkit.Await} waits for conditions, {@link io.helve.testkit.FreePorts}
 * hands out ports, {@link io.helve.testkit.LiveThreads} lists threads, {@link io.helve.testkit.RandomBytes} makes
 * content. {@link io.helve.testkit.ChildJvm} runs a class in a JVM of its own, {@link io.helve.testkit.Program} a
 * program beside the test, which {@link io.helve.testkit.Installed} demands from the machine.
 *
 * <p>The jar is a bundle, too. In a framework without JUnit Jupiter the classes of the second group work, and those of
 * {@link io.helve.testkit.tls}.
 */
package io.helve.testkit;
