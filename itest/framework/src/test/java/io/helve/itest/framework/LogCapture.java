package io.helve.itest.framework;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
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
            if (arguments != null && arguments[0] instanceof String format) {
                entries.add(entry(bundle, name, method.getName(), format, arguments));
            }
            return null;
        });
    }

    /** Other bundles, such as the component runtime, log with other forms of the methods. */
    private static Entry entry(String bundle, String name, String level, String format, Object[] arguments) {
        Deque<Object> rest = new ArrayDeque<>();
        for (Object argument : arguments) {
            for (Object each : argument instanceof Object[] several ? several : new Object[] {argument}) {
                rest.add(each == null ? "null" : each);
            }
        }
        rest.poll(); // the format
        String text = format;
        while (text.contains("{}") && !rest.isEmpty()) {
            text = text.replaceFirst(
                    "\\{}", Matcher.quoteReplacement(rest.poll().toString()));
        }
        return new Entry(bundle, name, level, text, rest.peekLast() instanceof Throwable thrown ? thrown : null);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LogCapture.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
