package io.helve.impl.osgi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * A service factory of the framework that gives each using bundle a service object of its own.
 *
 * @param <S> the service
 * @param <R> the tenant behind a service object, which is closed when the bundle releases the service
 */
final class PerBundle<S, R> implements ServiceFactory<S> {
    private final Function<Bundle, R> open;
    private final Function<R, S> service;
    private final Consumer<R> close;
    private final Map<Bundle, R> users = new ConcurrentHashMap<>();

    PerBundle(Function<Bundle, R> open, Function<R, S> service, Consumer<R> close) {
        this.open = open;
        this.service = service;
        this.close = close;
    }

    @Override
    public S getService(Bundle bundle, ServiceRegistration<S> registration) {
        R opened = open.apply(bundle);
        users.put(bundle, opened);
        return service.apply(opened);
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<S> registration, S given) {
        R opened = users.remove(bundle);
        if (opened != null) {
            close.accept(opened);
        }
    }
}
