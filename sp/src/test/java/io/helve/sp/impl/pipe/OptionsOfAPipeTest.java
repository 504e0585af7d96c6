package io.helve.sp.impl.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.helve.aio.AioError;
import io.helve.message.Message;
import io.helve.sp.SpDialer;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipe;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.UdpOptions;
import io.helve.sp.impl.SpTest;
import io.helve.stream.StreamOptions;
import org.junit.jupiter.api.Test;

/** A pipe tells the options of its connection, as nng_pipe_get does. */
class OptionsOfAPipeTest extends SpTest {
    private static SpPipe pipeOf(SpSocket from, SpSocket to, Message message) throws InterruptedException {
        from.send(message);
        return SpPipe.of(to.receive());
    }

    @Test
    void overTcp() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR0);
        SpSocket other = open(SpProtocol.PAIR0);
        SpListener listener = pair.listener("tcp://127.0.0.1:0").set(SpOptions.RECEIVE_MAX, 1234);
        listener.set(StreamOptions.TCP_NODELAY, false).start();
        SpDialer dialer = other.dialer(listener.dialUrl());
        dialer.start();
        SpPipe pipe = pipeOf(other, pair, messages.of("from the dialer"));
        listener.set(SpOptions.RECEIVE_MAX, 4321).set(StreamOptions.TCP_NODELAY, true);
        assertEquals(1234, pipe.get(SpOptions.RECEIVE_MAX));
        assertEquals(false, pipe.get(StreamOptions.TCP_NODELAY));
        assertNull(pipe.get(StreamOptions.KERNEL_RECEIVE_BUFFER));
        SpPipe dialed = pipeOf(pair, other, messages.of("from the listener"));
        assertEquals(1 << 20, dialed.get(SpOptions.RECEIVE_MAX));
        assertEquals(true, dialed.get(StreamOptions.TCP_NODELAY));
        assertFails(AioError.ENOTSUP, () -> pipe.get(StreamOptions.WS_PING));
        assertFails(AioError.ENOTSUP, () -> pipe.get(SpOptions.TTL_MAX));
    }

    @Test
    void overUdp() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR0);
        SpSocket other = open(SpProtocol.PAIR0);
        SpListener listener = pair.listener("udp://127.0.0.1:0").set(UdpOptions.COPY_MAX, 10);
        listener.start();
        other.dial(listener.dialUrl());
        SpPipe pipe = pipeOf(other, pair, messages.of("over udp"));
        assertEquals(10, pipe.get(UdpOptions.COPY_MAX));
    }

    @Test
    void overInproc() throws InterruptedException {
        SpSocket pair = open(SpProtocol.PAIR0);
        SpSocket other = open(SpProtocol.PAIR0);
        connect(pair, other, "inproc://options");
        SpPipe pipe = pipeOf(other, pair, messages.of("over inproc"));
        assertFails(AioError.ENOTSUP, () -> pipe.get(StreamOptions.TCP_NODELAY));
    }
}
