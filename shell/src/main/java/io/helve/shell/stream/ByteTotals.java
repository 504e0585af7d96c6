package io.helve.shell.stream;

import java.util.concurrent.atomic.LongAdder;

/** The number of bytes that all sessions of a command have moved. */
public final class ByteTotals {
    /** Receives the totals several times a second, on the command's thread. */
    @FunctionalInterface
    public interface Listener {
        /** {@code sent} and {@code received} bytes have moved in all. */
        void progress(long sent, long received);
    }

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final Listener listener;

    /** Creates totals of zero. */
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

    /** {@return the number of bytes sent} */
    public long sent() {
        return sent.sum();
    }

    /** {@return the number of bytes received} */
    public long received() {
        return received.sum();
    }
}
