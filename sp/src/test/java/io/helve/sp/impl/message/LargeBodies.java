package io.helve.sp.impl.message;

import io.helve.aio.AioException;
import io.helve.message.Message;
import java.nio.ByteBuffer;

/**
 * Makes bodies for which a heap of 64 MiB has no room, and prints the errors: the program that
 * {@link PromisesOfMessagesTest} starts.
 */
final class LargeBodies {
    private static final int TOO_LONG = 200 << 20;

    private LargeBodies() {}

    /** Prints a line for each attempt; fails if an attempt has changed the message or the bytes. */
    public static void main(String[] args) {
        MessagePool messages = new MessagePool();
        Message message = messages.of("hello");
        byte[] half = new byte[24 << 20];
        ByteBuffer bytes = ByteBuffer.allocateDirect(40 << 20);
        Message shared = messages.wrap(half);
        for (Runnable attempt : new Runnable[] {
            () -> messages.alloc(TOO_LONG),
            () -> message.resize(TOO_LONG),
            () -> message.reserve(TOO_LONG),
            () -> message.append(bytes),
            () -> message.insert(bytes),
            () -> messages.of(bytes),
            () -> shared.append(half),
            () -> shared.insert(half),
            () -> {
                Message first = messages.of(half);
                Message second = messages.of(half);
                throw new AssertionError("there is room for " + first + " and " + second);
            },
        }) {
            try {
                attempt.run();
                throw new AssertionError("there is room");
            } catch (AioException e) {
                System.out.println(e.error());
            }
        }
        if (!message.text().equals("hello") || bytes.position() != 0 || shared.length() != half.length) {
            throw new AssertionError(message + " or " + bytes + " or " + shared + " has changed");
        }
    }
}
