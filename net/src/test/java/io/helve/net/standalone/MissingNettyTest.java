package io.helve.net.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioRuntime;
import io.helve.testkit.ChosenJars;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;

/** A program without OSGi whose class path lacks libraries learns which ones, with their Maven coordinates. */
class MissingNettyTest {
    @Test
    void withoutNettyItsLibrariesAreNamed() throws Exception {
        assertEquals(
                "ENOTSUP: no byte streams: add io.netty:netty-common, io.netty:netty-buffer, io.netty:netty-resolver,"
                        + " io.netty:netty-transport, io.netty:netty-transport-native-unix-common,"
                        + " io.netty:netty-codec-base, io.netty:netty-codec-http, io.netty:netty-handler to the class"
                        + " path or module path (with Maven, io.helve:io.helve.net brings them)",
                refusal(AioRuntime.class, implementation(), NetExtension.class));
    }

    @Test
    void ofSeveralLibrariesOnlyTheMissingOnesAreNamed() throws Exception {
        String refusal = refusal(AioRuntime.class, implementation(), NetExtension.class, Channel.class, ByteBuf.class);
        assertEquals(
                "ENOTSUP: no byte streams: add io.netty:netty-common, io.netty:netty-resolver,"
                        + " io.netty:netty-transport-native-unix-common, io.netty:netty-codec-base,"
                        + " io.netty:netty-codec-http, io.netty:netty-handler to the class path or module path (with"
                        + " Maven, io.helve:io.helve.net brings them)",
                refusal);
    }

    @Test
    void withoutTheModuleItsCoordinatesAreNamed() throws Exception {
        assertEquals(
                "ENOTSUP: no StreamFactory: add io.helve:io.helve.net to the class path or module path",
                refusal(AioRuntime.class, implementation()));
    }

    private static Class<?> implementation() throws ClassNotFoundException {
        return Class.forName("io.helve.impl.standalone.StandaloneProvider");
    }

    /** {@return the message of the exception with which a program of these jars fails to get its streams} */
    private static String refusal(Class<?>... jars) throws Exception {
        try (ChosenJars program = ChosenJars.of(jars)) {
            return assertThrows(RuntimeException.class, () -> program.service("io.helve.stream.StreamFactory"))
                    .getMessage();
        }
    }
}
