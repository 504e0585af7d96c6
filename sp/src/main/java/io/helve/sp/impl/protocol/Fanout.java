package io.helve.sp.impl.protocol;

import io.helve.sp.DropReason;
import io.helve.sp.impl.contract.ByteQuota;
import io.helve.sp.impl.contract.DropHandler;
import io.helve.sp.impl.contract.MessageQueue;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each message to all pipes, and never waits: messages for a pipe without room go to the pipe's buffer, which
 * drops further messages while it is full.
 */
final class Fanout {
    /** The number of no pipe. */
    static final int NOBODY = 0;

    private final ByteQuota quota;
    private final DropHandler dropHandler;
    private final List<Pipe> pipes = new ArrayList<>();
    private int limit;

    /** The number of pipes that have dropped a message while the present message was sent. */
    private int drops;

    /**
     * @param quota limits the bytes in the buffers of all pipes
     * @param dropHandler gets each message that is dropped, to count and free it
     */
    Fanout(ByteQuota quota, DropHandler dropHandler) {
        this.quota = quota;
        this.dropHandler = dropHandler;
    }

    void setBuffer(int newLimit) {
        limit = newLimit;
        for (Pipe pipe : pipes) {
            MessageQueue buffer = pipe.attachment(MessageQueue.class);
            if (buffer != null) {
                buffer.setLimit(newLimit);
            }
        }
    }

    void attach(Pipe pipe) {
        pipes.add(pipe);
    }

    void detach(Pipe pipe) {
        pipes.remove(pipe);
        MessageQueue buffer = pipe.attachment(MessageQueue.class);
        if (buffer != null) {
            buffer.drop(dropHandler, DropReason.ENDED_PIPE);
        }
    }

    /**
     * Sends a message to all pipes.
     *
     * @param message the message, which is consumed
     * @param except the number of a pipe that does not get the message, or {@link #NOBODY}
     */
    void send(SpMessage message, int except, DeferredActions actions) {
        drops = 0;
        int readers = readers(except);
        Pipe last = null; // gets the message itself unless readers get it; the other linked pipes get duplicates
        for (int i = 0; i < pipes.size(); i++) {
            Pipe pipe = pipes.get(i);
            if (pipe.id() != except && pipe.isLinked()) {
                if (last != null) {
                    send(last, message.copy(), actions);
                }
                last = pipe;
            }
        }
        if (last != null) {
            send(last, readers > 0 ? message.copy() : message, actions);
        } else if (readers == 0) {
            dropHandler.drop(message, DropReason.NO_PEER);
        }
        if (readers > 0) {
            sendToReaders(message, readers, except, actions);
        }
        if (2 * drops > pipes.size()) {
            actions.overrun();
        }
    }

    /** {@return how many pipes get the message itself, because their transports only read it} */
    private int readers(int except) {
        int readers = 0;
        for (int i = 0; i < pipes.size(); i++) {
            Pipe pipe = pipes.get(i);
            if (!pipe.isLinked() && pipe.id() != except) {
                readers++;
            }
        }
        return readers;
    }

    private void sendToReaders(SpMessage message, int readers, int except, DeferredActions actions) {
        message.hold(readers);
        for (int i = 0; i < pipes.size(); i++) {
            Pipe pipe = pipes.get(i);
            if (!pipe.isLinked() && pipe.id() != except) {
                send(pipe, message, actions);
            }
        }
    }

    private void send(Pipe pipe, SpMessage message, DeferredActions actions) {
        MessageQueue buffer = pipe.attachment(MessageQueue.class);
        if ((buffer == null || buffer.isEmpty()) && pipe.hasRoom()) {
            pipe.put(message, actions);
            return;
        }
        if (buffer == null) {
            buffer = new MessageQueue(limit, quota);
            pipe.attach(buffer);
        }
        if (!buffer.offer(message)) {
            drop(pipe, message);
        }
    }

    private void drop(Pipe pipe, SpMessage message) {
        drops++;
        pipe.countDrop();
        dropHandler.drop(message, DropReason.PEER_TOO_SLOW);
    }

    /** Gives a pipe that has room the messages in its buffer. */
    void writable(Pipe pipe, DeferredActions actions) {
        MessageQueue buffer = pipe.attachment(MessageQueue.class);
        while (buffer != null && !buffer.isEmpty() && pipe.hasRoom()) {
            pipe.put(buffer.poll(), actions);
        }
    }
}
