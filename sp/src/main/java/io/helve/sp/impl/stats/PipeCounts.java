package io.helve.sp.impl.stats;

import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.pipe.PipeTraffic;

/**
 * The counters of a pipe, as they were at one moment.
 *
 * @param id its id
 * @param fromDialer whether it came from a dialer, not from a listener
 * @param source the id of the dialer or listener
 * @param url the URL of the dialer or listener
 * @param traffic the messages and bytes that the pipe had moved
 */
public record PipeCounts(int id, boolean fromDialer, int source, String url, PipeTraffic traffic) {
    /**
     * Copies the counters of a pipe; under the socket's lock.
     *
     * @param pipe the pipe
     * @return the counters
     */
    public static PipeCounts of(Pipe pipe) {
        PipeTraffic copy = new PipeTraffic();
        copy.add(pipe.traffic());
        return new PipeCounts(
                pipe.id(),
                pipe.dialer() != null,
                pipe.source().id(),
                pipe.source().url().toString(),
                copy);
    }
}
