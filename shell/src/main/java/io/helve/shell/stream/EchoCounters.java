package io.helve.shell.stream;

import java.util.concurrent.atomic.LongAdder;

/** What an {@link Echo} has done. */
public final class EchoCounters {
    private final LongAdder connections = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder errors = new LongAdder();

    void connected() {
        connections.increment();
    }

    void moved(int count, boolean message) {
        bytes.add(count);
        if (message) {
            messages.increment();
        }
    }

    void failed() {
        errors.increment();
    }

    /** Connections accepted. */
    public long connections() {
        return connections.sum();
    }

    /** Bytes sent back. */
    public long bytes() {
        return bytes.sum();
    }

    /** Messages sent back. */
    public long messages() {
        return messages.sum();
    }

    /** Connections lost, and datagrams that could not be answered. */
    public long errors() {
        return errors.sum();
    }
}
