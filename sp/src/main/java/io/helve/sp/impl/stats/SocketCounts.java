package io.helve.sp.impl.stats;

import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeTraffic;
import io.helve.sp.impl.socket.Pipes;
import java.util.ArrayList;
import java.util.List;

/** The counters of a socket and its pipes, as they were at one moment under its lock. */
public final class SocketCounts {
    /** A pipe and what it had moved. */
    record PipeCounts(Pipe pipe, PipeTraffic traffic) {}

    final String name;
    final int contexts;
    final PipeTraffic total = new PipeTraffic();
    final long rejected;
    final long droppedIn;
    final long droppedOut;
    final long queued;
    final List<PipeCounts> pipes = new ArrayList<>();

    public SocketCounts(String name, Pipes from, int contexts, long droppedIn, long droppedOut, long queued) {
        this.queued = queued;
        this.name = name;
        this.contexts = contexts;
        this.rejected = from.rejected();
        this.droppedIn = droppedIn;
        this.droppedOut = droppedOut;
        total.add(from.past());
        for (Pipe pipe : from.added()) {
            PipeTraffic copy = new PipeTraffic();
            copy.add(pipe.traffic());
            total.add(copy);
            pipes.add(new PipeCounts(pipe, copy));
        }
    }
}
