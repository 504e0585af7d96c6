package io.helve.shell.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that can be silenced for good. */
public final class MutableOutput extends FilterOutputStream {
    private volatile boolean muted;

    public MutableOutput(OutputStream out) {
        super(out);
    }

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
