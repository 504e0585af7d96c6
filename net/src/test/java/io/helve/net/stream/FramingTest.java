package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.Aio;
import io.helve.net.StreamTest;
import io.helve.stream.MessageFraming;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dialers, listeners and streams of each scheme tell how messages are told apart. */
class FramingTest extends StreamTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"tcp://127.0.0.1:0, LENGTH", "ipc://DIR/socket, TYPED", "ws://127.0.0.1:0/path, MESSAGES"})
    void aSchemeHasAFraming(String url, MessageFraming framing) {
        StreamListener listener = closing(streams.listener(StreamUrl.parse(url.replace("DIR", directory.toString()))));
        listener.listen();
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl()));
        assertEquals(framing, listener.messageFraming());
        assertEquals(framing, dialer.messageFraming());
        Aio accepting = aio();
        listener.accept(accepting);
        for (Aio ended : new Aio[] {ok(run(dialer::dial)), ok(accepting)}) {
            Stream stream = closing((Stream) ended.getOutput(0));
            assertEquals(framing, stream.get(StreamProperty.MESSAGE_FRAMING));
        }
    }

    @Test
    void datagramsAreNoMessages() {
        StreamDialer dialer = closing(streams.dialer("udp://127.0.0.1:9"));
        assertEquals(MessageFraming.DATAGRAMS, dialer.messageFraming());
        Stream stream = closing((Stream) ok(run(dialer::dial)).getOutput(0));
        assertEquals(MessageFraming.DATAGRAMS, MessageFraming.of(stream));
    }
}
