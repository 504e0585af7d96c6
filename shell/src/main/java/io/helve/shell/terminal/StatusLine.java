package io.helve.shell.terminal;

import java.io.PrintStream;

/** A line on a terminal whose text is replaced in place. */
public final class StatusLine {
    private final PrintStream terminal;
    private int shown;

    /** Creates an empty line. */
    public StatusLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Replaces the text. */
    public void show(String line) {
        terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        terminal.flush();
        shown = line.length();
    }

    /** Clears the line. */
    public void clear() {
        if (shown > 0) {
            terminal.print("\r" + " ".repeat(shown) + "\r");
            terminal.flush();
            shown = 0;
        }
    }
}
