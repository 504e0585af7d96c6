package io.helve.sp.impl.protocol;

import io.helve.sp.impl.pipe.Pipe;

/** The pipes of a protocol that had room at their last check. Messages go to these pipes in turn. */
final class WritablePipes {
    private final PipeList pipes = new PipeList();

    /** Adds a pipe that has room. */
    void add(Pipe pipe) {
        if (pipe.enterWriteList()) {
            pipes.add(pipe);
        }
    }

    void remove(Pipe pipe) {
        if (pipe.leaveWriteList()) {
            pipes.remove(pipe);
        }
    }

    /**
     * {@return the next pipe with room, or null} A pipe without room leaves the list; the protocol is told when the
     * pipe has room again.
     */
    Pipe next() {
        for (Pipe pipe = pipes.first(); pipe != null; pipe = pipes.first()) {
            if (pipe.hasRoom()) {
                pipes.rotate();
                return pipe;
            }
            pipes.poll();
            pipe.leaveWriteList();
        }
        return null;
    }
}
