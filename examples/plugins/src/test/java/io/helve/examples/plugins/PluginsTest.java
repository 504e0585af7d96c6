package io.helve.examples.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PluginsTest {
    private final CountDownLatch ticked = new CountDownLatch(1);
    private WeakReference<Class<?>> plugin = new WeakReference<>(null);

    @Test
    void anUnloadedPluginLeavesNothingBehind() throws Exception {
        PrintStream standard = System.out;
        System.setOut(new PrintStream(PrintStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                plugin = new WeakReference<>(StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                        .getCallerClass());
                ticked.countDown();
            }
        });
        try {
            runPlugin();
        } finally {
            System.setOut(standard);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return plugin.get() == null;
        });
    }

    private void runPlugin() throws Exception {
        URL classes = Main.class.getProtectionDomain().getCodeSource().getLocation();
        try (LoadedPlugin loaded = LoadedPlugin.load(classes)) {
            ticked.await(60, TimeUnit.SECONDS);
            assertNotNull(plugin.get());
            assertEquals(1, loaded.openHandles());
        }
    }
}
