package io.helve.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Gives each test a runtime of its own, and fails a test that leaves open handles, threads or other traces. Register
 * the extension in a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * final HelveRuntime helve = new HelveRuntime();
 * }</pre>
 *
 * <p>After the test the extension closes the objects that the test has handed to {@link #closing}, the handles, and the
 * runtime, in this order, and then checks:
 *
 * <ul>
 *   <li>no handle is open, and each operation that was started has ended;
 *   <li>no completion is queued, and no thread of Helve's that was started by the test is alive;
 *   <li>Helve and Netty have logged nothing at warning level or above that the test has not taken out of {@link #log};
 *   <li>Netty's leak detector has found nothing, if Netty is on the class path.
 * </ul>
 *
 * <p>Tests that run beside others ({@link ExecutionMode#CONCURRENT}) have no {@link #log}, and only their handles,
 * operations and completions are checked: threads and logs belong to the process.
 */
public final class HelveRuntime implements BeforeEachCallback, AfterEachCallback {
    /** How the names of all threads of Helve's begin. */
    private static final String PREFIX = "helve-";

    private final Supplier<AioConfig> config;
    private final List<AioRuntime> opened = new ArrayList<>();
    private final List<Aio> handles = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private AioRuntime runtime;
    private CapturedLog log;

    /** Threads that an earlier test has left. Only the earlier test fails for them. */
    private Set<Thread> leftByOthers;

    /** Creates an extension whose runtimes have the {@linkplain #settings() settings for tests}. */
    public HelveRuntime() {
        this(() -> settings().build());
    }

    /**
     * Creates an extension.
     *
     * @param config called before each test, for the settings of its runtime
     */
    public HelveRuntime(Supplier<AioConfig> config) {
        this.config = config;
    }

    /**
     * Returns settings for tests: no callback counts as slow, because any may look so on a machine that stalls.
     *
     * @return a builder
     */
    public static AioConfig.Builder settings() {
        return AioConfig.builder()
                .pool("test")
                .drainTime(Duration.ofSeconds(30))
                .slowCallback(Duration.ofDays(1));
    }

    /** {@return the runtime of the test} */
    public AioRuntime runtime() {
        return runtime;
    }

    /** {@return its factory of handles} */
    public AioFactory factory() {
        return runtime.factory();
    }

    /**
     * Returns a service of the runtime.
     *
     * @param <S> its type
     * @param type its interface
     * @return the service
     */
    public <S> S service(Class<S> type) {
        return runtime.service(type);
    }

    /** {@return what Helve and Netty have logged during the test; null if the test runs beside others} */
    public CapturedLog log() {
        return log;
    }

    /**
     * Opens a further runtime, which is closed and checked after the test like the first.
     *
     * @param settings its settings
     * @return the runtime
     */
    public AioRuntime open(AioConfig settings) {
        AioRuntime another = AioRuntime.open(settings);
        opened.add(another);
        return another;
    }

    /** {@return a handle without a callback, closed after the test} */
    public Aio handle() {
        return closing(factory().alloc());
    }

    /**
     * Returns a handle with a callback, closed after the test.
     *
     * @param callback its callback
     * @return the handle
     */
    public Aio handle(Consumer<Aio> callback) {
        return closing(factory().alloc(callback));
    }

    private Aio closing(Aio handle) {
        synchronized (handles) {
            handles.add(handle);
        }
        return handle;
    }

    /**
     * Registers an object that is closed after the test, before all objects that were registered earlier.
     *
     * @param <T> the type of the object
     * @param closeable the object
     * @return the object
     */
    public <T extends AutoCloseable> T closing(T closeable) {
        synchronized (open) {
            open.push(closeable);
        }
        return closeable;
    }

    /** {@return the names of all living threads of Helve's, sorted} */
    public static List<String> threads() {
        return LiveThreads.names(PREFIX);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        if (isAlone(test)) {
            log = new CapturedLog();
            leftByOthers = LiveThreads.of(PREFIX);
        }
        runtime = open(config.get());
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        try {
            closeAll();
            opened.forEach(HelveRuntime::assertAddsUp);
            if (isAlone(test)) {
                Await.eventually(() -> leftByOthers.containsAll(LiveThreads.of(PREFIX)));
                NettyLeaks.detect();
                log.assertNothingLeft();
            }
        } finally {
            if (log != null) {
                log.close();
            }
            opened.clear();
            handles.clear();
        }
    }

    /**
     * Threads and logs belong to the process: a test that runs beside other tests cannot tell which test has made a
     * thread or a log entry.
     */
    private static boolean isAlone(ExtensionContext test) {
        return test.getExecutionMode() == ExecutionMode.SAME_THREAD;
    }

    private void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        handles.forEach(Aio::close);
        opened.forEach(AioRuntime::close);
    }

    private static void assertAddsUp(AioRuntime closed) {
        AioCounters total = closed.snapshot().total();
        assertEquals(0, total.open(), () -> "open handles: " + total);
        assertEquals(total.started(), total.completed(), () -> "started, and ended: " + total);
        assertEquals(0, closed.snapshot().queued(), "queued completions");
        assertEquals(0, closed.snapshot().threads(), "completion threads");
    }
}
