package io.helve.examples.shout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ShoutIT {
    private static final int PORT = 5555;

    @Test
    void theBundleAnswersWhatTheProgramAsks() throws Exception {
        if (!isFree()) {
            abort("port " + PORT + " is taken");
        }
        Process shell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("..", "..", "app", "target", "helve.jar").toString(),
                        "shell")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (PrintStream commands = new PrintStream(shell.getOutputStream(), true, StandardCharsets.UTF_8)) {
            commands.println("start file:target/shout.jar");
            Awaitility.await().atMost(Duration.ofSeconds(120)).until(ShoutIT::isListening);
            assertEquals("hello!", Ask.ask("tcp://127.0.0.1:" + PORT, "hello"));
            assertEquals("again!", Ask.ask("tcp://127.0.0.1:" + PORT, "again"));
            commands.close(); // the shell ends with its input, and stops all bundles
            assertEquals(0, shell.waitFor());
        } finally {
            shell.destroyForcibly();
        }
    }

    /** To look whether the port can be bound would take it from the bundle for a moment. */
    private static boolean isListening() {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
            return peer.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFree() {
        try (ServerSocket free = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
