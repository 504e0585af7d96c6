package io.helve.sp.impl.core;

import java.util.ArrayList;
import java.util.List;

/** The counters of a socket and its pipes, as they were at one moment under its lock. */
final class SocketCounts {
    /** A pipe and what it had moved. */
    record PipeCounts(Pipe pipe, Traffic traffic) {}

    final String name;
    final int contexts;
    final Traffic total = new Traffic();
    final long rejected;
    final long droppedIn;
    final long droppedOut;
    final long queued;
    final List<PipeCounts> pipes = new ArrayList<>();

    SocketCounts(String name, Pipes from, int contexts, long droppedIn, long droppedOut, long queued) {
        this.queued = queued;
        this.name = name;
        this.contexts = contexts;
        this.rejected = from.rejected();
        this.droppedIn = droppedIn;
        this.droppedOut = droppedOut;
        total.add(from.past());
        for (Pipe pipe : from.added()) {
            Traffic copy = new Traffic();
            copy.add(pipe.traffic());
            total.add(copy);
            pipes.add(new PipeCounts(pipe, copy));
        }
    }
}
