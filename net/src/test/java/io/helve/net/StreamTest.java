package io.helve.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.testkit.StreamsTest;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.BeforeEach;

/** A test of byte streams in which Netty looks at every buffer for leaks. */
public abstract class StreamTest extends StreamsTest {
    @BeforeEach
    final void leaksAreDetected() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
    }
}
