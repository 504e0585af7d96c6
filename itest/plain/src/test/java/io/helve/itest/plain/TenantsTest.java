package io.helve.itest.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioTenant;
import io.helve.message.Messages;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.SpStatistics;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamFactory;
import io.helve.testkit.Await;
import io.helve.testkit.HelveRuntime;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Plugins of a program, each in a class loader of its own, are tenants of one runtime. */
class TenantsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PLUGINS = 200;

    /** A plugin that leaves everything open that it uses: handles, sockets, and a file if it gets one. */
    private static final String PLUGIN = """
            import io.helve.aio.*;
            import io.helve.file.*;
            import io.helve.sp.*;
            import java.nio.ByteBuffer;
            import java.nio.file.*;
            import java.time.Duration;

            public class Plugin {
                public static void use(AioTenant tenant, Path file, String url) throws Exception {
                    AioFactory factory = tenant.factory();
                    factory.sleep(Aio.INFINITE, factory.alloc(aio -> System.setProperty("plugin", aio.toString())));
                    if (file != null) {
                        AioFile open = tenant.service(AioFiles.class)
                                .openAsync(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                                .get();
                        open.writeAsync(0, ByteBuffer.wrap(new byte[10])).get();
                    }
                    SpSockets sockets = tenant.service(SpSockets.class);
                    Duration soon = Duration.ofSeconds(30);
                    SpSocket pull = sockets.open(SpProtocol.PULL).set(SpOptions.RECEIVE_TIMEOUT, soon);
                    SpSocket push = sockets.open(SpProtocol.PUSH).set(SpOptions.SEND_TIMEOUT, soon);
                    pull.onPipe(SpPipeEvent.AFTER_ADD, pipe -> System.setProperty("plugin", pipe.toString()));
                    push.dial(pull.listen(url).dialUrl().toString());
                    push.send(sockets.messages().of("hello"));
                    pull.receive(factory.alloc(aio -> {}));
                }
            }
            """;

    @RegisterExtension
    final HelveRuntime helve = new HelveRuntime();

    @TempDir
    private Path directory;

    private AioTenant open(String name) {
        return helve.closing(helve.runtime().openTenant(name, 1000));
    }

    private static SpSocket open(AioTenant tenant, SpProtocol protocol) {
        return tenant.service(SpSockets.class)
                .open(protocol)
                .set(SpOptions.SEND_TIMEOUT, SOON)
                .set(SpOptions.RECEIVE_TIMEOUT, SOON);
    }

    @Test
    void tenantsHaveSocketsAndStreamsOfTheirOwn() throws InterruptedException {
        AioTenant first = open("first");
        AioTenant second = open("second");
        SpSocket pull = open(first, SpProtocol.PULL);
        SpSocket push = open(second, SpProtocol.PUSH);
        push.dial(pull.listen("tcp://127.0.0.1:0").dialUrl().toString());
        push.send(second.service(Messages.class).of("hello"));
        assertEquals("hello", new String(pull.receive().toByteArray()));
        assertNotSame(first.service(StreamFactory.class), second.service(StreamFactory.class));
        String statistics =
                String.valueOf(helve.service(SpStatistics.class).snapshot().children());
        assertTrue(statistics.contains("first") && statistics.contains("second"), statistics);
        assertTrue(first.counters().open() > 0, "handles of sockets count for their tenant");

        second.close();
        AioException closed = assertThrows(
                AioException.class,
                () -> push.send(helve.service(Messages.class).of("late")));
        assertEquals(AioError.ECLOSED, closed.error());
        assertThrows(AioException.class, () -> second.service(SpSockets.class));
        Await.eventually(() -> pull.statistics().child("pipes").orElseThrow().value() == 0);
        SpSocket another = open(first, SpProtocol.PUSH);
        another.dial(pull.listen("inproc://still-here").dialUrl().toString());
        another.send(first.service(Messages.class).of("on"));
        assertEquals("on", new String(pull.receive().toByteArray()));
    }

    @Test
    void aTenantCannotConfigureTheStreamsOfAll() {
        AioTenant tenant = open("tenant");
        assertThrows(IllegalArgumentException.class, () -> tenant.service(StreamControl.class));
        assertThrows(IllegalArgumentException.class, () -> tenant.service(SpStatistics.class));
    }

    @Test
    void twoHundredPluginsThatLeaveEverythingOpenAreCollectedWhenTheirTenantsAreClosed() throws Exception {
        compilePlugin();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < PLUGINS; i++) {
            loaders.add(
                    i % 20 == 0
                            ? usePlugin(i, directory.resolve("file"), "tcp://127.0.0.1:0")
                            : usePlugin(i, null, "inproc://plugin" + i));
        }
        Await.eventually(() -> {
            System.gc();
            loaders.removeIf(loader -> loader.refersTo(null));
            return loaders.isEmpty();
        });
        assertEquals(1, helve.runtime().snapshot().tenants().size());
    }

    private void compilePlugin() throws IOException {
        Path source = Files.writeString(directory.resolve("Plugin.java"), PLUGIN);
        String[] arguments = {"-proc:none", "-d", directory.toString(), source.toString()};
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    }

    /** Loads the plugin, uses it, closes its tenant, and returns its class loader. */
    private WeakReference<ClassLoader> usePlugin(int number, Path file, String url) throws Exception {
        URL[] classes = {directory.toUri().toURL()};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            try (AioTenant tenant = helve.runtime().openTenant("plugin " + number, 1000)) {
                Class<?> plugin = loader.loadClass("Plugin");
                plugin.getMethod("use", AioTenant.class, Path.class, String.class)
                        .invoke(null, tenant, file, url);
            }
            return new WeakReference<>(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
