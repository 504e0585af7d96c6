package io.helve.itest.foreign;

import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.Set;

/** Streams of bytes over TCP with the JDK's channels: {@code nio://127.0.0.1:1234}. */
public final class NioStreams implements StreamProvider {
    static final String NAME = "nio";

    private final SharedLoop loops = new SharedLoop();

    /** Called by the activator, and by {@link java.util.ServiceLoader}. */
    public NioStreams() {}

    @Override
    public Set<String> schemes() {
        return Set.of(NAME);
    }

    @Override
    public StreamSession open(String tenant) {
        return new NioSession(loops);
    }
}
