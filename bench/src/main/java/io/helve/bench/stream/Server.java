package io.helve.bench.stream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Serves at several URLs, and reports the received bytes on a control socket. */
final class Server implements AutoCloseable {
    private final Control control;
    private final StringBuilder line = new StringBuilder();

    Server(StreamPeer peer, List<String> urls) throws Exception {
        LongAdder received = new LongAdder();
        control = new Control(received);
        line.append(control.port());
        for (String url : urls) {
            line.append('\t').append(peer.knows(url) ? peer.listen(url, received) : "-");
        }
        line.append('\t').append(peer.transport());
    }

    /** Returns the line that a client needs: {@code CONTROL<TAB>URL...<TAB>TRANSPORT}. */
    String line() {
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
