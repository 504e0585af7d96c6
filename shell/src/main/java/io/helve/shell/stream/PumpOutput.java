package io.helve.shell.stream;

import io.helve.aio.Aio;
import java.nio.ByteBuffer;

/** The end of a {@link Pump} that bytes go to. */
@FunctionalInterface
interface PumpOutput {
    /**
     * Starts to send all of the content, with the handle that has received it: the outputs of the receive are still
     * set.
     */
    void send(Aio aio, ByteBuffer content);
}
