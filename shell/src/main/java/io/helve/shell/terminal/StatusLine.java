package io.helve.shell.terminal;

import java.io.PrintStream;

/** One line on a terminal whose text changes. */
public final class StatusLine {
    private final PrintStream terminal;
    private int shown;

    public StatusLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    public void show(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        terminal.flush();
        shown = line.length();
    }

    /** Wipes it. */
    public void clear() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
            shown = 0;
        }
    }
}
