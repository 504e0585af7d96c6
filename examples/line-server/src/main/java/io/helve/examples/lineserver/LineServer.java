package io.helve.examples.lineserver;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.stream.Stream;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import io.helve.stream.TlsConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts connections, and has a {@link LineSession} for each of them. The server shuts down gracefully: it stops
 * accepting, and asks the sessions to end; each of them finishes the answer on which it works, and says goodbye.
 */
final class LineServer {
    private final AioFactory factory;
    private final StreamListener listener;
    private final Aio accept;
    private final Set<LineSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean shuttingDown;

    LineServer(AioFactory factory, StreamFactory streams, String url, TlsConfig tls) {
        this.factory = factory;
        listener = streams.listener(url).set(StreamOptions.TLS, tls);
        listener.listen();
        accept = factory.alloc(this::accepted);
        listener.accept(accept);
    }

    /** {@return the URL for clients, with the port that the system has chosen if the listener's port is 0} */
    String dialUrl() {
        return listener.dialUrl().toString();
    }

    private void accepted(Aio finished) {
        if (finished.result() == AioError.OK) {
            LineSession session = new LineSession(factory, (Stream) finished.getOutput(0), sessions::remove);
            sessions.add(session);
            session.receive();
            if (shuttingDown) {
                session.finish();
            }
        }
        if (finished.result() != AioError.ECLOSED && finished.result() != AioError.ESTOPPED) {
            listener.accept(finished); // a failure, such as of a handshake, concerns one client only
        }
    }

    /** Ends all sessions gracefully, and waits for them; a session that lasts longer than its time limit is ended. */
    void shutDown() throws InterruptedException {
        shuttingDown = true;
        listener.stop(); // from here on nobody can connect
        accept.close(); // waits for a callback that is running: no session is added afterwards
        for (LineSession session : sessions) {
            session.finish();
        }
        for (LineSession session : sessions) {
            session.awaitEnd();
        }
    }
}
