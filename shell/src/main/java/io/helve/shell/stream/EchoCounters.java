package io.helve.shell.stream;

import java.util.concurrent.atomic.LongAdder;

/** The counters of an {@link Echo}. */
public final class EchoCounters {
    private final LongAdder connections = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder errors = new LongAdder();

    void connected() {
        connections.increment();
    }

    void moved(int count) {
        bytes.add(count);
    }

    void movedMessage() {
        messages.increment();
    }

    void failed() {
        errors.increment();
    }

    /** {@return the number of accepted connections} */
    public long connections() {
        return connections.sum();
    }

    /** {@return the number of bytes sent back} */
    public long bytes() {
        return bytes.sum();
    }

    /** {@return the number of messages sent back} */
    public long messages() {
        return messages.sum();
    }

    /** {@return the number of lost connections and of datagrams that could not be answered} */
    public long errors() {
        return errors.sum();
    }
}
