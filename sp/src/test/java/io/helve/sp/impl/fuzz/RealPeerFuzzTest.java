package io.helve.sp.impl.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.message.Message;
import io.helve.sp.SpListener;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.QuietLog;
import io.helve.sp.impl.SpTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random bytes over real connections, several at a time: they end, nothing is logged, and a well-behaved peer beside
 * them is answered.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealPeerFuzzTest extends SpTest {
    private static final int CONNECTIONS = 20;

    @TempDir
    private Path directory;

    private QuietLog log;

    @BeforeEach
    void openLog() {
        log = new QuietLog();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void overTcp() throws Exception {
        fuzz("tcp://127.0.0.1:0", 8);
    }

    @Test
    void overIpc() throws Exception {
        fuzz("ipc://" + directory.resolve("socket"), 9);
    }

    @Test
    void overWebSockets() throws Exception {
        fuzz("ws://127.0.0.1:0/path", 0);
    }

    private void fuzz(String url, int prefix) throws Exception {
        SpSocket rep = open(SpProtocol.REP);
        SpListener listener = listen(rep, url);
        SocketAddress address = prefix == 9
                ? UnixDomainSocketAddress.of(listener.dialUrl().path())
                : new InetSocketAddress(
                        listener.dialUrl().host(), listener.dialUrl().port());
        SpSocket req = open(SpProtocol.REQ);
        dial(req, listener.dialUrl().toString());
        Thread server = new Thread(() -> answer(rep));
        server.start();
        Fuzz.run("bytes over " + url.substring(0, url.indexOf(':')), 0.2, random -> {
            SocketChannel[] channels = new SocketChannel[CONNECTIONS];
            for (int i = 0; i < CONNECTIONS; i++) {
                channels[i] = SocketChannel.open(address);
                say(channels[i], prefix, random);
            }
            send(req, "ping");
            assertEquals("ping", receive(req));
            for (SocketChannel channel : channels) {
                if (prefix != 9 && random.nextBoolean()) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                channel.close();
            }
            log.assertQuiet();
            return CONNECTIONS;
        });
        eventually(() -> pipes(rep) == 1);
        rep.close();
        server.join();
    }

    private static void answer(SpSocket rep) {
        try {
            for (; ; ) {
                Message message = rep.receive();
                rep.send(message);
            }
        } catch (InterruptedException | RuntimeException e) {
            // it has been closed
        }
    }

    private static void say(SocketChannel channel, int prefix, SplittableRandom random) {
        ByteBuffer bytes = ByteBuffer.allocate(4000);
        if (prefix > 0 && !Fuzz.oneIn(random, 4)) {
            bytes.putLong(0x0053_5000_0030_0000L);
        } else if (prefix == 0 && !Fuzz.oneIn(random, 4)) {
            bytes.put(upgrade().getBytes());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] body = Fuzz.bytes(random, Fuzz.length(random, 500));
            if (body.length > 0 && random.nextBoolean()) {
                body[0] |= (byte) 0x80; // a request, often
            }
            if (prefix == 9) {
                bytes.put((byte) 1);
            }
            if (prefix > 0) {
                bytes.putLong(Fuzz.oneIn(random, 6) ? random.nextLong() : body.length);
            } else {
                int length = Fuzz.oneIn(random, 6) ? random.nextInt(128) : Math.min(125, body.length);
                bytes.put((byte) 0x82).put((byte) (0x80 | length)).putInt(0); // a mask that changes nothing
            }
            bytes.put(body);
        }
        if (Fuzz.oneIn(random, 4)) {
            bytes.put(random.nextInt(bytes.position() + 1), (byte) random.nextInt());
        }
        bytes.flip();
        bytes.limit(Fuzz.oneIn(random, 4) ? random.nextInt(bytes.limit() + 1) : bytes.limit());
        try {
            channel.write(bytes);
        } catch (IOException e) {
            // it has been closed already
        }
    }

    private static String upgrade() {
        return "GET /path HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: rep.sp.nanomsg.org\r\n\r\n";
    }
}
