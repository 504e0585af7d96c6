package io.helve.sp.impl.stream;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Closes what a provider has made, which may be anybody's: if that fails, it is logged, and keeps nobody from what is
 * still to be done.
 */
final class Closing {
    private static final Logger LOG = System.getLogger(Closing.class.getName());

    private Closing() {}

    static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception | LinkageError e) {
            LOG.log(Level.ERROR, "A provider has failed to close " + made, e);
        }
    }
}
