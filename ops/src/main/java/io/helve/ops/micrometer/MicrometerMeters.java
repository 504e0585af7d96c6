package io.helve.ops.micrometer;

import io.helve.internal.DetachedThread;
import io.helve.internal.SafeLogger;
import io.helve.ops.metrics.MetricsReader;
import io.helve.ops.metrics.Series;
import io.helve.ops.model.Observed;
import io.helve.ops.model.Recent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Keeps meters in registries of Micrometer. A thread compares the meters with the statistics again and again, because
 * statistics tell nobody of changes, and Micrometer does not tell when it reads meters.
 */
public final class MicrometerMeters implements AutoCloseable {
    /** How often objects that have come or gone are looked for, unless a test wants another time. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = SafeLogger.of(MicrometerMeters.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Recent<Map<Series, Long>> numbers;
    private final BooleanSupplier ended;
    private final Duration interval;
    private final List<RegistryMeters> registries = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final ScheduledExecutorService thread;

    /**
     * Creates meters for no registry. The thread starts with the first one.
     *
     * @param observed reads the statistics
     * @param ended tells whether there will be no statistics any more; then all meters are removed
     * @param interval the time between two comparisons
     */
    public MicrometerMeters(Observed observed, BooleanSupplier ended, Duration interval) {
        numbers = new Recent<>(() -> MetricsReader.read(observed));
        this.ended = ended;
        this.interval = interval;
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        thread = Executors.newSingleThreadScheduledExecutor(
                body -> DetachedThread.of(group, body, "helve-ops-metrics", MicrometerMeters.class.getClassLoader()));
    }

    /**
     * Registers meters in a registry. Meters of present objects are registered when this method returns.
     *
     * @param registry the registry
     * @param common further tags for all meters
     * @throws IllegalStateException if these meters are closed, or their runtime is
     */
    public void bind(MeterRegistry registry, Iterable<Tag> common) {
        if (thread.isShutdown() || ended.getAsBoolean()) {
            throw new IllegalStateException("the runtime or its metrics are closed");
        }
        RegistryMeters meters = new RegistryMeters(registry, common, numbers);
        meters.compare();
        registries.add(meters);
        try {
            if (started.compareAndSet(false, true)) {
                long millis = interval.toMillis();
                thread.scheduleWithFixedDelay(this::compare, millis, millis, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) { // closed meanwhile
            LOG.log(Level.DEBUG, "Metrics were closed while a registry was bound", e);
        }
        if (thread.isShutdown() && registries.remove(meters)) {
            meters.removeAll();
        }
    }

    /**
     * Removes the meters from a registry.
     *
     * @param registry the registry
     */
    public void unbind(MeterRegistry registry) {
        for (RegistryMeters meters : registries) {
            if (meters.isOf(registry) && registries.remove(meters)) {
                remove(meters);
            }
        }
    }

    /** Removes meters on the thread, after a comparison that may be under way there. */
    private void remove(RegistryMeters meters) {
        try {
            Future<?> removal = thread.submit(meters::removeAll);
            removal.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            meters.removeAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "A registry of Micrometer does not let its meters go", e);
        }
    }

    private void compare() {
        for (RegistryMeters meters : registries) {
            if (meters.isClosed()) {
                registries.remove(meters);
            } else {
                meters.compare();
            }
        }
        if (ended.getAsBoolean()) {
            thread.shutdown();
            removeAll();
        }
    }

    private void removeAll() {
        for (RegistryMeters meters : registries) {
            if (registries.remove(meters)) {
                meters.removeAll();
            }
        }
    }

    /** Removes all meters, and ends the thread. A listener of a registry that blocks is waited for a bounded time. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        removeAll();
    }
}
