package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import java.nio.ByteBuffer;

/** The end of a {@link Pump} that bytes come from. */
interface PumpInput {
    /**
     * Starts to take in what comes next.
     *
     * @param buffer may be filled, from its start
     */
    void receive(Aio aio, ByteBuffer buffer);

    /**
     * What the operation, which has succeeded, took in. Called in its callback.
     *
     * @param buffer as given to {@link #receive}, with what was put into it
     * @return the content, from position to limit
     */
    ByteBuffer content(Aio aio, ByteBuffer buffer);

    /** Whether the operation has met the end, after which nothing comes. */
    boolean isEnd(Aio aio);

    /** Bytes from a stream that has an end in order. */
    static boolean isShutdown(Aio aio) {
        return aio.result() == AioError.ECONNSHUT;
    }
}
