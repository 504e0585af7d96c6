package io.helve.itest.framework;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** A log service with the highest ranking, which Helve's bundles use while the test runs. */
final class LogCapture implements ServiceFactory<LoggerFactory>, AutoCloseable {
    /** An entry: whose it is, and what it says. */
    record Entry(String bundle, String logger, String level, String text, Throwable thrown) {}

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final ServiceRegistration<LoggerFactory> registration;

    LogCapture() {
        registration = FrameworkUtil.getBundle(LogCapture.class)
                .getBundleContext()
                .registerService(
                        LoggerFactory.class,
                        this,
                        new Hashtable<>(Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE)));
    }

    /** Returns all entries so far. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Returns the texts of all errors so far. */
    List<String> errors() {
        return texts("error");
    }

    /** Returns the texts of all warnings so far. */
    List<String> warnings() {
        return texts("warn");
    }

    /** Returns the texts of all notices so far. */
    List<String> infos() {
        return texts("info");
    }

    private List<String> texts(String level) {
        return entries.stream()
                .filter(entry -> entry.level().equals(level) && entry.logger().startsWith("io.helve"))
                .map(Entry::text)
                .toList();
    }

    @Override
    public LoggerFactory getService(Bundle bundle, ServiceRegistration<LoggerFactory> registered) {
        return proxy(
                LoggerFactory.class,
                (self, method, arguments) -> logger(bundle.getSymbolicName(), String.valueOf(arguments[0])));
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<LoggerFactory> registered, LoggerFactory given) {
        // nothing is kept for a bundle
    }

    private Logger logger(String bundle, String name) {
        return proxy(Logger.class, (self, method, arguments) -> {
            if (method.getReturnType() == boolean.class) {
                return !method.getName().equals("isTraceEnabled");
            }
            if (arguments != null && arguments[0] instanceof String) {
                List<Object> all = Arrays.asList((Object[]) arguments[1]);
                Throwable thrown = all.size() > 1 ? (Throwable) all.get(1) : null;
                entries.add(new Entry(bundle, name, method.getName(), all.get(0).toString(), thrown));
            }
            return null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LogCapture.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
