package io.helve.itest.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.helve.testkit.Program;
import io.helve.testkit.RandomBytes;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that has no descriptor left: its listener says so, pauses, and goes on when there are some again. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DescriptorsIT extends StreamTest {
    private static final int LIMIT = 160;

    @Test
    void whenDescriptorsAreUsedUpAcceptsFailAndLaterOnesGoOn() throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + "; exec \"$@\"", "sh"));
        command.addAll(Child.command("tcp://127.0.0.1:0"));
        List<Socket> sockets = new ArrayList<>();
        try (Program child = Program.start(command)) {
            int port = child.awaitNumber("^listening tcp://.*:(\\d+)$");
            // classes that are needed for this are loaded before there is no descriptor for their jars
            talk(port);
            child.write("tcp://127.0.0.1:1\n");
            child.await("^dial ECONNREFUSED$");
            for (int i = 0; i < LIMIT; i++) {
                sockets.add(Raw.connect(port));
            }
            child.await("^accept ENOFILES$");
            child.write("tcp://127.0.0.1:" + port + "\n");
            child.await("^dial ENOFILES$");
            child.await("(?s)accept ENOFILES.*accept ENOFILES");
            for (Socket socket : sockets) {
                socket.close();
            }
            talk(port);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void talk(int port) throws IOException {
        byte[] bytes = RandomBytes.of(1, 1000);
        try (Socket socket = Raw.connect(port)) {
            socket.getOutputStream().write(bytes);
            assertArrayEquals(bytes, socket.getInputStream().readNBytes(bytes.length));
        }
    }
}
