package io.helve.shell.stream;

import java.util.concurrent.atomic.LongAdder;

/** How much has moved, in all conversations of a command. */
public final class ByteTotals {
    /** Is told how much has moved, on the command's thread, several times a second. */
    @FunctionalInterface
    public interface Listener {
        /** So many bytes have been sent and received. */
        void progress(long sent, long received);
    }

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final Listener listener;

    /** Nothing so far. */
    public ByteTotals(Listener listener) {
        this.listener = listener;
    }

    void sent(int bytes) {
        sent.add(bytes);
    }

    void received(int bytes) {
        received.add(bytes);
    }

    void show() {
        listener.progress(sent(), received());
    }

    /** Bytes sent. */
    public long sent() {
        return sent.sum();
    }

    /** Bytes received. */
    public long received() {
        return received.sum();
    }
}
