package io.helve.sp.impl.stats;

import io.helve.sp.SpStatistic;
import io.helve.sp.SpStatistic.Kind;
import io.helve.sp.SpStatistic.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The nodes below one node of the tree, all with the time at which this object was made. */
final class ChildNodes {
    private final Instant time;
    private final List<SpStatistic> nodes = new ArrayList<>();

    ChildNodes() {
        this(Instant.now());
    }

    ChildNodes(Instant time) {
        this.time = time;
    }

    Instant time() {
        return time;
    }

    void id(String name, String description, long value) {
        number(name, description, Kind.ID, Unit.NONE, value);
    }

    void flag(String name, String description, boolean value) {
        number(name, description, Kind.FLAG, Unit.NONE, value ? 1 : 0);
    }

    void level(String name, String description, Unit unit, long value) {
        number(name, description, Kind.LEVEL, unit, value);
    }

    void counter(String name, String description, Unit unit, long value) {
        number(name, description, Kind.COUNTER, unit, value);
    }

    void text(String name, String description, String text) {
        add(new SpStatistic(name, description, Kind.TEXT, Unit.NONE, 0, text, time, List.of()));
    }

    void add(SpStatistic node) {
        nodes.add(node);
    }

    /** {@return a node that contains all nodes added so far} */
    SpStatistic scope(String name, String description) {
        return new SpStatistic(name, description, Kind.SCOPE, Unit.NONE, 0, "", time, nodes);
    }

    private void number(String name, String description, Kind kind, Unit unit, long value) {
        add(new SpStatistic(name, description, kind, unit, value, "", time, List.of()));
    }
}
