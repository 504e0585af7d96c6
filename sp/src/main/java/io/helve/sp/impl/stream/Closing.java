package io.helve.sp.impl.stream;

import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Closes objects of a provider, which may be a third party's. A failure to close is logged and not thrown, so that the
 * caller can complete its own steps.
 */
final class Closing {
    private static final Logger LOG = SafeLogger.of(Closing.class);

    private Closing() {}

    static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception | LinkageError e) {
            LOG.log(Level.ERROR, "A provider has failed to close " + made, e);
        }
    }
}
