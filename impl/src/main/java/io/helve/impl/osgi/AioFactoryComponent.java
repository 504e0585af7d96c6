package io.helve.impl.osgi;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.impl.handle.HandleTenant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The factory over the default pool. Each using bundle has its own instance of this component, and is a tenant. */
@Component(
        service = AioFactory.class,
        scope = ServiceScope.BUNDLE,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = {AioFactory.POOL + "=" + DefaultPool.NAME, "service.ranking:Integer=100"})
@Capability(namespace = "osgi.implementation", name = "io.helve.aio", version = "1.0.0", uses = AioFactory.class)
public final class AioFactoryComponent implements AioFactory {
    private final PoolHost host;
    private final HandleTenant tenant;
    private final AioFactory delegate;

    /**
     * Called by the component runtime.
     *
     * @param pool the pool
     * @param context the context, whose using bundle is the tenant
     */
    @Activate
    public AioFactoryComponent(@Reference DefaultPool pool, ComponentContext context) {
        host = pool.host();
        tenant = host.openTenant(context.getUsingBundle());
        delegate = tenant.factory();
    }

    @Deactivate
    void deactivate(ComponentContext context) {
        host.closeTenant(tenant, context.getBundleContext());
    }

    @Override
    public Aio alloc() {
        return delegate.alloc();
    }

    @Override
    public Aio alloc(Consumer<? super Aio> callback) {
        return delegate.alloc(callback);
    }

    @Override
    public <A> Aio alloc(BiConsumer<? super Aio, ? super A> callback, A argument) {
        return delegate.alloc(callback, argument);
    }

    @Override
    public void sleep(Duration duration, Aio aio) {
        delegate.sleep(duration, aio);
    }

    @Override
    public CompletableFuture<Aio> submit(Consumer<? super Aio> operation) {
        return delegate.submit(operation);
    }

    @Override
    public <T> CompletableFuture<T> submit(Consumer<? super Aio> operation, Function<? super Aio, ? extends T> result) {
        return delegate.submit(operation, result);
    }

    @Override
    public AioFactory on(Executor executor) {
        return delegate.on(executor);
    }

    @Override
    public AioFactory named(String name) {
        return delegate.named(name);
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
