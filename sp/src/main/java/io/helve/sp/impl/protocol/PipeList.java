package io.helve.sp.impl.protocol;

import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayDeque;

/** Pipes that are asked in turn. */
final class PipeList {
    private final ArrayDeque<Pipe> pipes = new ArrayDeque<>(4);

    void add(Pipe pipe) {
        pipes.add(pipe);
    }

    Pipe first() {
        return pipes.peek();
    }

    Pipe poll() {
        return pipes.poll();
    }

    /** Makes the first one the last one. */
    void rotate() {
        if (pipes.size() > 1) {
            pipes.add(pipes.poll());
        }
    }

    void remove(Pipe pipe) {
        pipes.remove(pipe);
    }
}
