package io.helve.sp.impl.protocol;

import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayDeque;

/** Pipes that take turns. */
final class PipeList {
    private final ArrayDeque<Pipe> pipes = new ArrayDeque<>(4);

    void add(Pipe pipe) {
        pipes.add(pipe);
    }

    /** {@return the first pipe, or null if the list is empty} */
    Pipe first() {
        return pipes.peek();
    }

    /** Removes the first pipe. {@return the pipe, or null if the list is empty} */
    Pipe poll() {
        return pipes.poll();
    }

    /** Ends the turn of the first pipe. */
    void rotate() {
        if (pipes.size() > 1) {
            pipes.add(pipes.poll());
        }
    }

    void remove(Pipe pipe) {
        pipes.remove(pipe);
    }
}
