package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import java.nio.ByteBuffer;

/** The end of a {@link Pump} that bytes come from. */
interface PumpInput {
    /**
     * Starts to receive.
     *
     * @param buffer the handle's buffer, which a byte stream fills; messages come in buffers of their own
     */
    void receive(Aio aio, ByteBuffer buffer);

    /**
     * Returns the content of a receive that has succeeded. Called in its callback.
     *
     * @param buffer the buffer that was given to {@link #receive}
     * @return the content, from position to limit
     */
    ByteBuffer content(Aio aio, ByteBuffer buffer);

    /** {@return whether the receive has met the end of the input} */
    boolean isEnd(Aio aio);

    /** {@return whether a receive from a stream has met an orderly end} */
    static boolean isShutdown(Aio aio) {
        return aio.result() == AioError.ECONNSHUT;
    }
}
