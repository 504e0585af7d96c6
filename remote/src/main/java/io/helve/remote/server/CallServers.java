package io.helve.remote.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.remote.call.CallFormat;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The servers of a bundle. All services without an address of their own share one server; each other address has a
 * server. A server is opened for its first service and closed with its last.
 */
public final class CallServers implements AutoCloseable {
    /** The key of the server whose address the settings decide. */
    private static final String COMMON = "";

    private final SpSockets sockets;
    private final CallFormat format;
    private final ServerSettings settings;
    private final CallWorkers workers;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Entry> entries = new HashMap<>();

    @GuardedBy("lock")
    private boolean closed;

    /** A server that is opened by the thread that has added the entry, without the lock. */
    private static final class Entry {
        final CompletableFuture<CallServer> server = new CompletableFuture<>();

        /** How many services use it; guarded by the lock of the servers. */
        int uses;
    }

    /**
     * Creates servers, of which none is open.
     *
     * @param sockets makes their sockets
     * @param format the bytes of calls
     * @param settings where they listen
     * @param workers call the services; closed with the servers
     */
    public CallServers(SpSockets sockets, CallFormat format, ServerSettings settings, CallWorkers workers) {
        this.sockets = sockets;
        this.format = format;
        this.settings = settings;
        this.workers = workers;
    }

    /**
     * Offers a service.
     *
     * @param service the service
     * @param url the address of its own that the service has; null for the common one
     * @return the offer
     * @throws AioException if no address can be bound
     */
    public Offer offer(ExportedService service, StreamUrl url) {
        String key = url == null ? COMMON : url.toString();
        Entry entry;
        boolean isFirst;
        synchronized (lock) {
            if (closed) {
                throw new AioException(AioError.ECLOSED, "the distribution provider is closed");
            }
            isFirst = !entries.containsKey(key);
            entry = entries.computeIfAbsent(key, name -> new Entry());
            entry.uses++;
        }
        if (isFirst) {
            open(entry, url == null ? settings.addresses() : List.of(url));
        }
        try {
            CallServer server = entry.server.join();
            StreamUrl bound = url == null ? settings.addresses().get(0) : url;
            StreamUrl told = settings.advertised(server.dialUrl(), bound);
            return new Offer(this, key, server, server.add(service), told);
        } catch (CompletionException | AioException e) {
            release(key, entry);
            throw e.getCause() instanceof AioException failed ? failed : e;
        }
    }

    private void open(Entry entry, List<StreamUrl> addresses) {
        RuntimeException failure = null;
        for (StreamUrl address : addresses) {
            try {
                entry.server.complete(
                        new CallServer(sockets, address, format, workers, settings.messageMax(), settings.callsMax()));
                return;
            } catch (AioException e) {
                failure = e;
                if (e.error() != AioError.EADDRINUSE) {
                    break;
                }
            } catch (RuntimeException e) {
                failure = e;
                break;
            }
        }
        entry.server.completeExceptionally(failure);
    }

    /** {@return how many servers are open} */
    public int size() {
        synchronized (lock) {
            return entries.size();
        }
    }

    void release(String key, CallServer server) {
        Entry entry;
        synchronized (lock) {
            entry = entries.get(key);
        }
        if (entry != null && entry.server.getNow(null) == server) {
            release(key, entry);
        }
    }

    private void release(String key, Entry entry) {
        synchronized (lock) {
            if (--entry.uses > 0 || !entries.remove(key, entry)) {
                return;
            }
        }
        close(entry);
    }

    private static void close(Entry entry) {
        if (!entry.server.isCompletedExceptionally()) {
            entry.server.thenAccept(CallServer::close);
        }
    }

    /** Closes all servers and the workers. A second call does nothing. */
    @Override
    public void close() {
        List<Entry> open;
        synchronized (lock) {
            closed = true;
            open = List.copyOf(entries.values());
            entries.clear();
        }
        open.forEach(CallServers::close);
        workers.close();
    }
}
