package io.helve.impl.file;

import io.helve.aio.AioError;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** An operation that is a single step: size, truncate, force. */
final class StepTask extends RegularTask {
    /** Runs the step and returns the operation's count. */
    @FunctionalInterface
    interface ChannelAction {
        long carryOut(FileChannel channel) throws IOException;
    }

    private final String name;
    private final ChannelAction step;

    StepTask(RegularFile file, String name, ChannelAction step) {
        super(file);
        this.name = name;
        this.step = step;
    }

    @Override
    AioError carryOut(FileChannel channel) throws IOException {
        AioError why = reasonToEnd();
        if (why != null) {
            return why;
        }
        count = step.carryOut(channel);
        return AioError.OK;
    }

    @Override
    public String describe() {
        return name + " " + file.path();
    }
}
