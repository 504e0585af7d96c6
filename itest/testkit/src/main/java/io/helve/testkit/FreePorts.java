package io.helve.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out ports for tests that must know a port before somebody listens there: a program that cannot say which port
 * it was given, a listener that comes back at the same port, a dialer that shall find nobody.
 *
 * <p>A port of the operating system's own choice, asked for and released, may belong to somebody else a moment later.
 * The ports of this class lie below the range from which the operating system chooses. Each JVM reserves a block of
 * them by listening at the first port of the block as long as the JVM lives, and hands out each of the others once.
 */
public final class FreePorts {
    /** Linux chooses from 32768 on; the block's ports stay below. */
    private static final int FIRST = 20_000;

    private static final int BLOCK = 50;
    private static final int BLOCKS = 200;

    /** The sockets that reserve the blocks of this JVM. A socket that nobody refers to would be closed. */
    private static final List<ServerSocket> RESERVED = new ArrayList<>();

    /** The next port of the last reserved block; at the end of that block a further block is reserved. */
    private static int next = FIRST;

    private FreePorts() {}

    /** {@return a port at which nobody listens; no other call on this machine returns the port while this JVM lives} */
    public static synchronized int next() {
        while (true) {
            if ((next - FIRST) % BLOCK == 0) {
                next = reserve() + 1;
            }
            int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
    }

    /** {@return the first port of a block that no JVM has reserved} */
    private static int reserve() {
        int start = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            int first = FIRST + (start + i) % BLOCKS * BLOCK;
            try {
                RESERVED.add(new ServerSocket(first, 1, InetAddress.getLoopbackAddress()));
                return first;
            } catch (IOException e) {
                // another JVM has this block, or a program listens there
            }
        }
        throw new IllegalStateException("all blocks of ports are reserved");
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress(port))) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
