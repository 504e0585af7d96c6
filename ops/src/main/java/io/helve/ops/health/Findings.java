package io.helve.ops.health;

import io.helve.internal.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** What a check has found. Used by one thread. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /**
     * One thing that a check has found.
     *
     * @param severity how bad it is
     * @param text a sentence for operators
     */
    public record Finding(Severity severity, String text) {}

    /** Creates findings without any. */
    public Findings() {}

    void add(Severity severity, String text) {
        all.add(new Finding(severity, PrintableText.of(text)));
    }

    /** {@return the findings, in order} */
    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** {@return the worst severity, OK without findings} */
    public Severity worst() {
        return all.stream().map(Finding::severity).reduce(Severity.OK, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
}
