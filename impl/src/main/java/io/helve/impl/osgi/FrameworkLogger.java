package io.helve.impl.osgi;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Logs with the framework's log service on behalf of a bundle. The service is obtained for each entry, because neither
 * the bundle nor the service need be there for the next one.
 */
final class FrameworkLogger implements System.Logger {
    private final BundleContext context;
    private final ServiceReference<?> service;
    private final String name;

    FrameworkLogger(BundleContext context, ServiceReference<?> service, String name) {
        this.context = context;
        this.service = service;
        this.name = name;
        LoggerFactory.class.getName(); // fails now, and not when an entry is to be written, if the package is missing
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return use(logger -> isEnabled(logger, level), false);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
        use(
                logger -> {
                    log(logger, level, text, thrown);
                    return null;
                },
                null);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
        log(
                level,
                bundle,
                params == null || params.length == 0 ? format : MessageFormat.format(format, params),
                (Throwable) null);
    }

    private <R> R use(Function<Logger, R> user, R without) {
        Object found = context.getService(service);
        try {
            return found instanceof LoggerFactory factory ? user.apply(factory.getLogger(name)) : without;
        } finally {
            if (found != null) {
                context.ungetService(service);
            }
        }
    }

    private static boolean isEnabled(Logger logger, Level level) {
        return switch (level) {
            case ERROR -> logger.isErrorEnabled();
            case WARNING -> logger.isWarnEnabled();
            case INFO -> logger.isInfoEnabled();
            case DEBUG -> logger.isDebugEnabled();
            case ALL, TRACE -> logger.isTraceEnabled();
            case OFF -> false;
        };
    }

    /** The text is an argument, because it may contain braces. */
    private static void log(Logger logger, Level level, String text, Throwable thrown) {
        Object[] arguments = thrown == null ? new Object[] {text} : new Object[] {text, thrown};
        switch (level) {
            case ERROR -> logger.error("{}", arguments);
            case WARNING -> logger.warn("{}", arguments);
            case INFO -> logger.info("{}", arguments);
            case DEBUG -> logger.debug("{}", arguments);
            case ALL, TRACE -> logger.trace("{}", arguments);
            case OFF -> {}
        }
    }
}
