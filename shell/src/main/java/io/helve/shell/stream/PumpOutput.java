package io.helve.shell.stream;

import io.helve.aio.Aio;
import java.nio.ByteBuffer;

/** The end of a {@link Pump} that bytes go to. */
@FunctionalInterface
interface PumpOutput {
    /**
     * Starts to send all of the content. The handle is the one that took it in, and still has that operation's outputs.
     */
    void send(Aio aio, ByteBuffer content);
}
