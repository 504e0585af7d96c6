package io.helve.internal;

import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The logger of all classes of Helve: it passes entries on to the platform's logger and never throws. A log service may
 * be gone, a handler may fail, and the text of an object of another bundle may fail to be made; none of that may end a
 * thread of ours or keep an operation from completing. An entry that fails is dropped.
 *
 * <p>The platform's logger is looked up at the first entry, because the look-up may fail, too.
 */
public final class SafeLogger implements System.Logger {
    /**
     * Finds the logger for a class in place of the platform's, or returns null to leave it to the platform. A framework
     * has its own loggers, which name the bundle of the class. Set while the bundle that knows them is active.
     */
    private static volatile Function<Class<?>, System.Logger> route;

    private final String name;

    /** The class that logs; null if only the platform's logger is used. */
    private final Class<?> type;

    private final Supplier<System.Logger> finder;
    private volatile System.Logger found;

    SafeLogger(String name, Supplier<System.Logger> finder) {
        this(name, null, finder);
    }

    private SafeLogger(String name, Class<?> type, Supplier<System.Logger> finder) {
        this.name = name;
        this.type = type;
        this.finder = finder;
    }

    /**
     * Sends entries to other loggers than the platform's from now on.
     *
     * @param newRoute finds the logger for a class, or returns {@code null} to leave an entry to the platform; it is
     *     asked for each entry
     */
    public static void route(Function<Class<?>, System.Logger> newRoute) {
        route = newRoute;
    }

    /**
     * Sends entries to the platform's loggers again, unless another route has been set meanwhile.
     *
     * @param oldRoute the route that ends
     */
    public static void endRoute(Function<Class<?>, System.Logger> oldRoute) {
        if (route == oldRoute) {
            route = null;
        }
    }

    /**
     * Makes the logger of a class.
     *
     * @param type the class
     * @return a logger with the name of the class and for its module
     */
    public static System.Logger of(Class<?> type) {
        String name = type.getName();
        return new SafeLogger(
                name, type, () -> System.LoggerFinder.getLoggerFinder().getLogger(name, type.getModule()));
    }

    private System.Logger logger() {
        Function<Class<?>, System.Logger> present = route;
        System.Logger routed = present == null || type == null ? null : present.apply(type);
        return routed == null ? platformLogger() : routed;
    }

    private System.Logger platformLogger() {
        System.Logger logger = found;
        if (logger == null) {
            logger = finder.get();
            found = logger;
        }
        return logger;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        try {
            return logger().isLoggable(level);
        } catch (Throwable e) {
            return false; // whether the level is enabled cannot be found out, and an entry would probably fail as well
        }
    }

    @Override
    public void log(Level level, Supplier<String> text) {
        try {
            if (logger().isLoggable(level)) {
                logger().log(level, text.get());
            }
        } catch (Throwable e) {
            // a failing logger leaves no place for a report
        }
    }

    @Override
    public void log(Level level, Supplier<String> text, Throwable thrown) {
        try {
            if (logger().isLoggable(level)) {
                logger().log(level, text.get(), thrown);
            }
        } catch (Throwable e) {
            // a failing logger leaves no place for a report
        }
    }

    @Override
    public void log(Level level, Object object) {
        log(level, () -> String.valueOf(object));
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
        try {
            logger().log(level, bundle, text, thrown);
        } catch (Throwable e) {
            // a failing logger leaves no place for a report
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
        try {
            logger().log(level, bundle, format, params);
        } catch (Throwable e) {
            // a failing logger leaves no place for a report
        }
    }
}
