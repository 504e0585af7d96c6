package io.helve.examples.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.helve.aio.AioRuntime;
import io.helve.message.Message;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BridgeTest {
    @TempDir
    static Path folder;

    private static Path sensor;

    @BeforeAll
    static void compileTheSensor() throws Exception {
        if (!Files.exists(Path.of("/usr/include/nng/nng.h"))) {
            missing("nng's header files are missing: install Debian's package libnng-dev");
        }
        sensor = folder.resolve("sensor");
        try {
            Process compiler = run("cc", "-o", sensor.toString(), "src/main/c/sensor.c", "-lnng");
            assertEquals(0, compiler.waitFor(), () -> "the compiler says: " + output(compiler));
        } catch (IOException e) {
            missing("there is no C compiler: install Debian's package gcc");
        }
    }

    @Test
    void readingsOfTheProgramInCAreAcknowledgedAndPublished() throws Exception {
        String sensors = "ipc://" + folder.resolve("sensors.ipc");
        CountDownLatch connected = new CountDownLatch(1);
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            try (Bridge bridge = new Bridge(runtime.factory(), sockets, sensors, "inproc://readings");
                    SpSocket subscriber = sockets.open(SpProtocol.SUB)) {
                subscriber.subscribe("kitchen ");
                subscriber.onPipe(SpPipeEvent.AFTER_ADD, pipe -> connected.countDown());
                subscriber.dial("inproc://readings");
                connected.await();
                Process process = run(sensor.toString(), sensors, "kitchen", "2");
                assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the sensor ends by itself");
                assertEquals(
                        List.of("published: kitchen 20", "published: kitchen 21"),
                        output(process).lines().toList());
                assertEquals("kitchen 20", text(subscriber.receive(Duration.ofSeconds(30))));
                assertEquals("kitchen 21", text(subscriber.receive(Duration.ofSeconds(30))));
            }
        }
    }

    private static String text(Message message) {
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    /** Skips the test, or lets it fail where all foreign programs are required. */
    private static void missing(String what) {
        if (Boolean.getBoolean("peers.required")) {
            fail(what);
        }
        abort(what);
    }

    private static Process run(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
