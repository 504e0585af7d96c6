package io.helve.itest.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that waits until channels are ready, and runs tasks. */
final class NioLoop implements Runnable {
    /** Called on the loop when a channel is ready. */
    interface Handler {
        void ready(SelectionKey key);
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    NioLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this, "foreign-nio");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws ClosedChannelException {
        SelectionKey key = channel.register(selector, operations, handler);
        wakeUp();
        return key;
    }

    /** Has the handler called when the channel is ready for an operation. */
    void want(SelectionKey key, int operation) {
        try {
            if ((key.interestOpsOr(operation) & operation) == 0) {
                wakeUp();
            }
        } catch (CancelledKeyException e) {
            // the channel has been closed
        }
    }

    void wantNot(SelectionKey key, int operation) {
        try {
            key.interestOpsAnd(~operation);
        } catch (CancelledKeyException e) {
            // the channel has been closed
        }
    }

    void execute(Runnable task) {
        tasks.add(task);
        wakeUp();
    }

    /** Runs a task after the selector has released the channels whose keys were cancelled before. */
    void executeNextRound(Runnable task) {
        execute(() -> execute(task));
    }

    private void wakeUp() {
        if (!isHere()) {
            selector.wakeup();
        }
    }

    /** Waits until the loop has released the channels that were closed before. */
    void awaitRelease() {
        if (isHere()) {
            return;
        }
        CountDownLatch released = new CountDownLatch(1);
        executeNextRound(released::countDown);
        try {
            released.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        closed = true;
        wakeUp();
    }

    @Override
    public void run() {
        try (selector) {
            while (!closed || !tasks.isEmpty()) {
                if (tasks.isEmpty()) {
                    selector.select(NioLoop::ready);
                } else {
                    selector.selectNow(NioLoop::ready);
                }
                for (int left = tasks.size(); left > 0; left--) {
                    tasks.remove().run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ready(SelectionKey key) {
        try {
            ((Handler) key.attachment()).ready(key);
        } catch (CancelledKeyException e) {
            // the channel has been closed meanwhile
        }
    }
}
