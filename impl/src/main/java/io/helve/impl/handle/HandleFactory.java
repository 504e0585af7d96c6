package io.helve.impl.handle;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The factory of a tenant: what the tenant's code sees. Each executor of a tenant has a factory of its own. */
final class HandleFactory implements AioFactory {
    /** The callback of handles that were allocated with a plain consumer: the consumer is the handle's argument. */
    @SuppressWarnings("unchecked")
    private static final BiConsumer<Aio, Object> CONSUMER = (aio, consumer) -> ((Consumer<Aio>) consumer).accept(aio);

    private final HandleTenant tenant;
    private final Executor executor;
    private final CallbackRunner runner;

    /** The name of the handles, or null. */
    private final String name;

    /** Runs the asynchronous stages of futures. */
    private final Executor async;

    HandleFactory(HandleTenant tenant, Executor executor, String name) {
        this.tenant = tenant;
        this.executor = executor;
        this.runner = CallbackRunner.of(executor);
        this.name = name;
        this.async = executor == null || executor == INLINE ? tenant::execute : executor;
    }

    /** {@return the name of the class that wrote a handle's callback: for a lambda, the class around it} */
    static String nameOf(BiConsumer<? super Aio, Object> callback, Object argument) {
        Object written = callback == CONSUMER ? argument : callback;
        if (written == null) { // the handle has been released meanwhile
            return "";
        }
        String className = written.getClass().getName();
        int lambda = className.indexOf("$$Lambda");
        return lambda < 0 ? className : className.substring(0, lambda);
    }

    @Override
    public Aio alloc() {
        return tenant.alloc(name, null, null, runner);
    }

    @Override
    public Aio alloc(Consumer<? super Aio> callback) {
        return tenant.alloc(name, CONSUMER, Objects.requireNonNull(callback, "callback"), runner);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A> Aio alloc(BiConsumer<? super Aio, ? super A> callback, A argument) {
        Objects.requireNonNull(callback, "callback");
        return tenant.alloc(name, (BiConsumer<? super Aio, Object>) callback, argument, runner);
    }

    @Override
    public void sleep(Duration duration, Aio aio) {
        Objects.requireNonNull(duration, "duration");
        long nanos = Nanos.of(duration);
        if (!(Objects.requireNonNull(aio, "aio") instanceof Handle handle)) {
            throw new IllegalArgumentException(
                    "not a handle of this implementation: " + aio.getClass().getName());
        }
        handle.sleep(nanos);
    }

    @Override
    public CompletableFuture<Aio> submit(Consumer<? super Aio> operation) {
        return submit(operation, aio -> aio);
    }

    @Override
    public <T> CompletableFuture<T> submit(Consumer<? super Aio> operation, Function<? super Aio, ? extends T> result) {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(result, "result");
        Submission<T> submission = new Submission<>(tenant, async, result);
        try {
            submission.run(tenant.alloc(name, submission, null, runner), operation);
        } catch (AioException e) { // no handle
            submission.future().completeExceptionally(e);
        }
        return submission.future();
    }

    @Override
    public AioFactory on(Executor newExecutor) {
        return new HandleFactory(tenant, Objects.requireNonNull(newExecutor, "executor"), name);
    }

    @Override
    public AioFactory named(String newName) {
        if (Objects.requireNonNull(newName, "name").isBlank()) {
            throw new IllegalArgumentException("name must not be blank, but is \"" + newName + "\"");
        }
        return new HandleFactory(tenant, executor, newName);
    }

    @Override
    public String toString() {
        return "AioFactory of " + tenant.name() + (name == null ? "" : " named " + name)
                + (executor == null ? "" : " on " + executor);
    }
}
