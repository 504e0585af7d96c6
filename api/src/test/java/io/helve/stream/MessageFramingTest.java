package io.helve.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** A stream says how messages are told apart on it, or it is seen from what the stream moves. */
class MessageFramingTest {
    private static Stream stream(MessageFraming property, boolean messageOriented) {
        return (Stream) Proxy.newProxyInstance(
                Stream.class.getClassLoader(),
                new Class<?>[] {Stream.class},
                (proxy, method, arguments) -> method.getName().equals("get") ? property : messageOriented);
    }

    @Test
    void thePropertyOfTheStreamCounts() {
        for (MessageFraming framing : MessageFraming.values()) {
            assertEquals(framing, MessageFraming.of(stream(framing, false)));
            assertEquals(framing, MessageFraming.of(stream(framing, true)));
        }
    }

    @Test
    void aStreamWithoutThePropertyIsJudgedByWhatItMoves() {
        assertEquals(MessageFraming.MESSAGES, MessageFraming.of(stream(null, true)));
        assertEquals(MessageFraming.LENGTH, MessageFraming.of(stream(null, false)));
    }
}
