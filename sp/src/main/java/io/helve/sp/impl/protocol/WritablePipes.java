package io.helve.sp.impl.protocol;

import io.helve.sp.impl.pipe.Pipe;

/** The pipes of a protocol that had room when they were looked at last; the next message goes to the next of them. */
final class WritablePipes {
    private final PipeList pipes = new PipeList();

    /** Adds a pipe that has room. */
    void add(Pipe pipe) {
        if (pipe.listWritable(true)) {
            pipes.add(pipe);
        }
    }

    void remove(Pipe pipe) {
        if (pipe.listWritable(false)) {
            pipes.remove(pipe);
        }
    }

    /**
     * {@return the next pipe with room, or null; a pipe without room is no longer listed and will say when it has some}
     */
    Pipe next() {
        for (Pipe pipe = pipes.first(); pipe != null; pipe = pipes.first()) {
            if (pipe.hasRoom()) {
                pipes.rotate();
                return pipe;
            }
            pipes.poll();
            pipe.listWritable(false);
        }
        return null;
    }
}
