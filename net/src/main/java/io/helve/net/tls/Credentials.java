package io.helve.net.tls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.internal.SafeLogger;
import io.helve.net.tls.pem.UnreadableException;
import io.helve.stream.TlsConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Keeps the certificates of an endpoint, its own and the trusted ones, as a context of the JDK. The context is made at
 * the first use, and again when the configuration was replaced or a file has changed. Files that cannot be used, or are
 * written only in part, change nothing; the log mentions this once.
 */
final class Credentials {
    private static final Logger LOG = SafeLogger.of(Credentials.class);

    private record Loaded(TlsConfig config, List<FileState> files, TlsContexts.Made made) {}

    private final String endpoint;
    private final TlsSide side;

    /** Held while files are read, which happens only outside of event loops. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Written under the lock. */
    private volatile Loaded loaded;

    /** The state of the files that could not be used, so that the log mentions them once. */
    @GuardedBy("reading")
    private List<FileState> refused;

    /** The text of that log entry. */
    @GuardedBy("reading")
    private String complaint;

    Credentials(String endpoint, TlsSide side) {
        this.endpoint = endpoint;
        this.side = side;
    }

    /** {@return the context, or null if files have to be checked first} Does not block. */
    SSLContext current(TlsConfig config) {
        Loaded now = loaded;
        return now != null && now.config == config && now.files.isEmpty() ? now.made.context() : null;
    }

    /**
     * Returns what a listener has loaded. Does not block.
     *
     * @param config the configuration
     * @return the identity; null if the configuration has not been loaded, or the identity is not proved
     */
    ServerIdentity identity(TlsConfig config) {
        Loaded now = loaded;
        return now != null && now.config == config ? now.made.identity() : null;
    }

    /** {@return whether a configuration has not been loaded, or its files may have changed since} */
    boolean isOutdated(TlsConfig config) {
        return current(config) == null;
    }

    /**
     * Checks the files, and reads them if they have changed. Blocks.
     *
     * @param config the configuration
     * @return the context of the files, or the previous one if the files cannot be used
     * @throws SSLException if the files cannot be used and there is no previous context; the message names the file
     */
    SSLContext load(TlsConfig config) throws SSLException {
        Level level = Level.INFO;
        String message;
        SSLContext context;
        reading.lock();
        try {
            // before the files are read, so that a change meanwhile is noticed the next time
            List<FileState> files = FileState.of(config);
            Loaded old = loaded;
            boolean reload = old != null && old.config == config;
            if (reload && (old.files.equals(files) || files.equals(refused))) {
                return old.made.context();
            }
            try {
                TlsContexts.Made made = TlsContexts.make(config, side);
                context = made.context();
                loaded = new Loaded(config, files, made);
                refused = null;
                complaint = null;
                message = reload ? "has read its certificates again" : null;
            } catch (SSLException e) {
                if (!reload) {
                    throw e;
                }
                context = old.made.context();
                // a file that cannot be read may become readable without a change of its state
                refused = e instanceof UnreadableException ? null : files;
                level = Level.WARNING;
                message = e.getMessage().equals(complaint) ? null : "keeps the certificates it has: " + e.getMessage();
                complaint = e.getMessage();
            }
        } finally {
            reading.unlock();
        }
        if (message != null) {
            LOG.log(level, "The " + endpoint + " " + message);
        }
        return context;
    }
}
