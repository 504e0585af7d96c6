package io.helve.shell;

import java.io.PrintStream;

/** One line on a terminal whose text changes. */
final class StatusLine {
    private final PrintStream terminal;
    private int shown;

    StatusLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    void show(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        terminal.flush();
        shown = line.length();
    }

    /** Wipes it. */
    void clear() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
            shown = 0;
        }
    }
}
