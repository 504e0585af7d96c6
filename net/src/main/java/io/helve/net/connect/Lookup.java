package io.helve.net.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Looks up the host of one dialer. At most one look-up of a dialer is under way, and the dials that begin meanwhile
 * wait for its result: a dialer that tries again while a name server does not answer occupies one thread, not one for
 * each attempt. A dial ends at its own time limit, whether the look-up has ended or not.
 */
final class Lookup {
    private final ChannelDialer dialer;

    /** The dials that wait for the look-up under way; a dial that is over is removed when the next dial is added. */
    @GuardedBy("this")
    private List<ConnectAttempt> waiting = new ArrayList<>();

    /** Whether a look-up is under way. */
    @GuardedBy("this")
    private boolean active;

    Lookup(ChannelDialer dialer) {
        this.dialer = dialer;
    }

    void start(ConnectAttempt dial) {
        if (!dialer.scheme.blocks(dialer.url())) {
            resolve(() -> List.of(dial));
            return;
        }
        synchronized (this) {
            waiting.removeIf(ConnectAttempt::isOver);
            waiting.add(dial);
            if (active) {
                return;
            }
            active = true;
        }
        try {
            dialer.tenant.network().lookups().submit(dialer.tenant, this::lookUp);
        } catch (RejectedExecutionException e) {
            AioException failure = new AioException(
                    AioError.EAGAIN, "too many names are being resolved, among them that of " + dialer, e);
            take().forEach(each -> each.unresolved(failure));
        } catch (Error e) { // no memory, or no thread; the next dial tries again
            take().forEach(each -> each.unresolved(e));
        }
    }

    private synchronized List<ConnectAttempt> take() {
        List<ConnectAttempt> taken = waiting;
        waiting = new ArrayList<>();
        active = false;
        return taken;
    }

    /** On a thread for look-ups. */
    private void lookUp() {
        boolean wanted;
        synchronized (this) {
            waiting.removeIf(ConnectAttempt::isOver);
            wanted = !waiting.isEmpty();
            active = wanted;
        }
        if (wanted) {
            resolve(this::take);
        }
    }

    /** Resolves the host, and passes the addresses or the failure to the dials that the supplier returns afterwards. */
    private void resolve(Supplier<List<ConnectAttempt>> dials) {
        List<SocketAddress> addresses;
        try {
            addresses = dialer.scheme.resolve(
                    dialer.url(), dialer.tenant.network().loops().backend());
        } catch (Exception | Error e) {
            dials.get().forEach(dial -> dial.unresolved(e));
            return;
        }
        dials.get().forEach(dial -> dial.resolved(addresses));
    }
}
