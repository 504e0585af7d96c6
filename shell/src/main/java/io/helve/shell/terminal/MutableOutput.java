package io.helve.shell.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that drops all output once it is muted. */
public final class MutableOutput extends FilterOutputStream {
    private volatile boolean muted;

    /** Creates a stream that passes bytes on to another stream until it is muted. */
    public MutableOutput(OutputStream out) {
        super(out);
    }

    /** Drops all output from now on. */
    public void mute() {
        muted = true;
    }

    @Override
    public void write(int b) throws IOException {
        if (!muted) {
            out.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!muted) {
            out.write(bytes, offset, length);
        }
    }
}
