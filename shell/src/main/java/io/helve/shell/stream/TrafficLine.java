package io.helve.shell.stream;

import io.helve.shell.terminal.Rate;
import io.helve.shell.terminal.StatusLine;
import io.helve.shell.text.ByteSize;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A line on a terminal with the bytes that have moved each way, and the rates. */
final class TrafficLine implements ByteTotals.Listener {
    private final StatusLine line;
    private final Rate sending;
    private final Rate receiving;

    TrafficLine(PrintStream terminal, LongSupplier nanoTime) {
        line = new StatusLine(terminal);
        sending = new Rate(nanoTime);
        receiving = new Rate(nanoTime);
    }

    @Override
    public void progress(long sent, long received) {
        sending.measure(sent);
        receiving.measure(received);
        line.show("sent " + ByteSize.format(sent) + sending + "  received " + ByteSize.format(received) + receiving);
    }

    /** Clears the line. */
    void clear() {
        line.clear();
    }
}
