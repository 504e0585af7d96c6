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
import java.util.concurrent.atomic.LongAdder;

/**
 * The servers of a bundle. All services without an address of their own share one server, or two if some of them need
 * TLS; each other set of addresses has a server. A server is opened for its first service and closed with its last.
 */
public final class CallServers implements AutoCloseable {
    private final SpSockets sockets;
    private final CallFormat format;
    private final ServerSettings settings;
    private final CallWorkers workers;
    private final CallGuards guards;
    private final CallerShares shares;
    private final LongAdder busy = new LongAdder();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<OfferPlace, Entry> entries = new HashMap<>();

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
     * @param guards decide about calls
     */
    public CallServers(
            SpSockets sockets, CallFormat format, ServerSettings settings, CallWorkers workers, CallGuards guards) {
        this.sockets = sockets;
        this.format = format;
        this.settings = settings;
        this.workers = workers;
        this.guards = guards;
        shares = new CallerShares(settings.limits(), workers.most());
    }

    /**
     * Offers a service.
     *
     * @param service the service
     * @param place where
     * @return the offer
     * @throws AioException if an address cannot be bound
     */
    public Offer offer(ExportedService service, OfferPlace place) {
        Entry entry;
        boolean isFirst;
        synchronized (lock) {
            if (closed) {
                throw new AioException(AioError.ECLOSED, "the distribution provider is closed");
            }
            isFirst = !entries.containsKey(place);
            entry = entries.computeIfAbsent(place, added -> new Entry());
            entry.uses++;
        }
        if (isFirst) {
            open(entry, place.addresses(settings.bind()));
        }
        try {
            CallServer server = entry.server.join();
            return new Offer(this, place, server, server.add(service), server.told(settings.bind()));
        } catch (CompletionException | AioException e) {
            release(place, entry);
            throw e.getCause() instanceof AioException failed ? failed : e;
        }
    }

    private void open(Entry entry, List<List<StreamUrl>> alternatives) {
        RuntimeException failure = null;
        for (List<StreamUrl> addresses : alternatives) {
            try {
                entry.server.complete(
                        new CallServer(sockets, addresses, format, workers, guards, shares, busy, settings));
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

    /** {@return how many calls were refused because too many were in progress} */
    public long busy() {
        return busy.sum();
    }

    /** {@return how many servers are open} */
    public int size() {
        synchronized (lock) {
            return entries.size();
        }
    }

    void release(OfferPlace place, CallServer server) {
        Entry entry;
        synchronized (lock) {
            entry = entries.get(place);
        }
        if (entry != null && entry.server.getNow(null) == server) {
            release(place, entry);
        }
    }

    private void release(OfferPlace place, Entry entry) {
        synchronized (lock) {
            if (--entry.uses > 0 || !entries.remove(place, entry)) {
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
