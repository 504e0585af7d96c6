package io.helve.net.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.StreamTest;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamOptions;
import org.junit.jupiter.api.Test;

/** A stream tells the options that it was made with, and what has been set since. */
class OptionsOfAStreamTest extends StreamTest {
    @Test
    void areThoseOfItsDialerAndItsListenerUntilTheyAreChanged() {
        StreamListener listener = listen("tcp://127.0.0.1:0");
        listener.set(StreamOptions.TCP_KEEPALIVE, true);
        StreamDialer dialer = closing(streams.dialer(listener.dialUrl())).set(StreamOptions.READ_AHEAD, 1000);
        Pair pair = connect(dialer, listener);
        dialer.set(StreamOptions.READ_AHEAD, 2000);
        assertEquals(1000, pair.dialed().get(StreamOptions.READ_AHEAD));
        assertEquals(true, pair.accepted().get(StreamOptions.TCP_KEEPALIVE));
        assertEquals(false, pair.dialed().get(StreamOptions.TCP_KEEPALIVE));
        assertEquals(true, pair.dialed().get(StreamOptions.TCP_NODELAY));
        assertNull(pair.dialed().get(StreamOptions.KERNEL_SEND_BUFFER));
        pair.dialed().set(StreamOptions.READ_AHEAD, 3000);
        pair.dialed().set(StreamOptions.TCP_NODELAY, false);
        assertEquals(3000, pair.dialed().get(StreamOptions.READ_AHEAD));
        assertEquals(false, pair.dialed().get(StreamOptions.TCP_NODELAY));
        assertEquals(2000, dialer.get(StreamOptions.READ_AHEAD));
    }

    @Test
    void whatCannotBeSetStaysAsItIs() {
        Pair pair = connect(listen("tcp://127.0.0.1:0"));
        assertThrows(IllegalArgumentException.class, () -> pair.dialed().set(StreamOptions.READ_AHEAD, -1));
        assertEquals(64 << 10, pair.dialed().get(StreamOptions.READ_AHEAD));
        AioException missing =
                assertThrows(AioException.class, () -> pair.dialed().get(StreamOptions.WS_PING));
        assertEquals(AioError.ENOTSUP, missing.error());
    }
}
