package io.helve.net.tls;

import io.helve.net.tls.pem.UnreadableException;
import io.helve.stream.TlsConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * What an endpoint shows and whom it trusts, as a context of the JDK: made at the first use, and again when the
 * configuration is another or one of its files has changed. New files that cannot be used, or only half of which is
 * there, change nothing; the log says so once.
 */
final class Credentials {
    private static final Logger LOG = System.getLogger(Credentials.class.getName());

    private record Loaded(TlsConfig config, List<FileState> files, SSLContext context) {}

    private final String endpoint;
    private final boolean server;

    /** Held while files are read, and never on an event loop. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Written under the lock. */
    private volatile Loaded loaded;

    /** The files that could not be used; guarded by the lock, as the next. */
    private List<FileState> refused;

    private String complaint;

    Credentials(String endpoint, boolean server) {
        this.endpoint = endpoint;
        this.server = server;
    }

    /** {@return the context, or null if files have to be looked at; does not block} */
    SSLContext current(TlsConfig config) {
        Loaded now = loaded;
        return now != null && now.config == config && now.files.isEmpty() ? now.context : null;
    }

    /**
     * Looks at the files. Blocks.
     *
     * @return the context for what they hold, or the one before if that cannot be used
     * @throws SSLException if there is none; the message names the file
     */
    SSLContext load(TlsConfig config) throws SSLException {
        Level level = Level.INFO;
        String message;
        SSLContext context;
        reading.lock();
        try {
            // before they are read: what changes meanwhile is seen next time
            List<FileState> files = FileState.of(config);
            Loaded old = loaded;
            boolean reload = old != null && old.config == config;
            if (reload && (old.files.equals(files) || files.equals(refused))) {
                return old.context;
            }
            try {
                context = TlsContexts.make(config, server);
                loaded = new Loaded(config, files, context);
                refused = null;
                complaint = null;
                message = reload ? "has read its certificates again" : null;
            } catch (SSLException e) {
                if (!reload) {
                    throw e;
                }
                context = old.context;
                // what cannot even be read may become readable without a trace
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
