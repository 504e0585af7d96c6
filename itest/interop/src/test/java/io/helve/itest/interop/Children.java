package io.helve.itest.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Starts programs, and finds ports for those that cannot be asked which one they have got, or come back at the same
 * one. One at a time: a program that is being started has, for a moment, every socket that is open here.
 */
final class Children {
    /** The ports are below those that the operating system gives to others. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static int next = ThreadLocalRandom.current().nextInt(PORTS);

    private Children() {}

    static synchronized Process start(ProcessBuilder builder) throws IOException {
        return builder.start();
    }

    /** Runs a program to its end, without its output. */
    static void run(List<String> command) throws IOException, InterruptedException {
        Process process = start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
        if (process.waitFor() != 0) {
            throw new IllegalStateException("it has failed: " + command);
        }
    }

    /** {@return a port that is free, and that nobody else here gets} */
    static synchronized int freePort() {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + next++ % PORTS;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
