package io.helve.net.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.EndReason;
import io.helve.net.scheme.Errors;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.EstablishedConnection.Kind;
import io.helve.net.scheme.OutputShutdown;
import io.netty.channel.Channel;
import io.netty.channel.MessageSizeEstimator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What goes out. Sends wait in a queue. Small ones are taken by any thread and written by the event loop
 * ({@link CoalescedWrites}), large ones in direct buffers are written straight from these ({@link DirectWrite}), what
 * else there is is copied by the event loop ({@link CopiedWrites}). What is taken or copied waits in Netty's outbound
 * buffer, as far as that has room. A send is over when its last byte was taken.
 */
final class Sending {
    /** How many large sends are written before other channels have their turn. */
    private static final int TURNS = 16;

    private final StreamTransferQueue sends;
    private final Channel channel;
    private final boolean messages;
    private final OutputShutdown ending;
    private final LongAdder counter;
    private final LoopCall pump;
    private final CoalescedWrites gathered;

    /** Why nothing more goes out, or null; guarded by the queue's lock. */
    private EndReason end;

    /** What follows is the event loop's. */
    private boolean pumping;

    /** Whether the channel is in the middle of reading: it flushes at the end of that. */
    private boolean deferring;

    private boolean unflushed;

    /** Whether a shutdown is being carried out. */
    private boolean shuttingDown;

    /** Whether large sends may be written straight from their buffers. */
    private boolean direct;

    private final DirectWrite writing;
    private final CopiedWrites pieces;

    Sending(Channel channel, EstablishedConnection connection, Network network, Supplier<String> peer) {
        this.channel = channel;
        messages = connection.kind() != Kind.BYTES;
        ending = connection.ending();
        counter = network.counters().bytesSent;
        writing = new DirectWrite(channel, this);
        pieces = new CopiedWrites(channel, connection);
        sends = new StreamTransferQueue("send", peer, this::askLoop, counter);
        gathered = new CoalescedWrites(sends, channel, network.chunks(), counter, this::wakeLoop);
        pump = new LoopCall(channel, this::withdrawAndRun, () -> end(EndReason.CLOSED));
        if (messages) {
            gathered.close(); // these are told apart
        }
    }

    /**
     * The channel is plain: large sends may be written straight from their buffers. Called before the first send.
     *
     * @return what things in Netty's outbound buffer count for then
     */
    MessageSizeEstimator writeDirectly() {
        direct = !messages;
        return writing;
    }

    void send(Aio aio) {
        boolean onLoop = channel.eventLoop().inEventLoop();
        if (!sends.start(aio, false, onLoop)) {
            return;
        }
        if (onLoop) {
            run();
        } else if (!gathered.takeNext(true) && hasWaiting()) {
            wakeLoop();
        }
    }

    private void wakeLoop() {
        if (channel.isWritable() || hasEnded()) { // otherwise there will be an event when it is
            pump.ask();
        }
    }

    void shutdown(Aio aio) {
        if (sends.start(aio, true)) {
            pump();
        }
    }

    /** Has the event loop take what it can. */
    void pump() {
        if (channel.eventLoop().inEventLoop()) {
            run();
        } else {
            pump.ask();
        }
    }

    /** The channel begins to read: what is sent from now on goes out with one flush at the end of that. */
    void beginReading() {
        deferring = true;
    }

    void endReading() {
        deferring = false;
        flush();
    }

    /** Nothing more goes out: what waits ends with that. {@return whether something that was taken is dropped} */
    boolean end(EndReason why) {
        boolean drops;
        sends.lock.lock();
        try {
            if (end == null || why == EndReason.CLOSED) {
                end = why;
            }
            drops = gathered.close();
        } finally {
            sends.lock.unlock();
        }
        while (finishHeadIfEnded()) {}
        return drops;
    }

    private boolean finishHeadIfEnded() {
        AioOperation operation;
        long count;
        EndReason why;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            why = end;
            if (head == null || why == null) {
                return false;
            }
            count = head.done;
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        counter.add(count);
        operation.finish(why.error(), count, why.cause());
        return true;
    }

    private void askLoop() {
        pump.ask();
    }

    /**
     * Called by the event loop itself. Only here a direct write is taken back: in the middle of Netty's writing, where
     * a change of the channel's writability or the end of a send may call {@link #run}, part of it may have gone out
     * that nobody has counted yet.
     */
    private void withdrawAndRun() {
        writing.withdrawIfCancelled();
        run();
    }

    /** On the event loop. */
    private void run() {
        if (pumping) {
            return; // called from an inline callback: whoever pumps further up goes on
        }
        boolean again = true;
        pumping = true;
        try {
            for (int turn = 0; again && turn < TURNS; turn++) {
                while (gathered.takeNext(false)) {}
                unflushed |= gathered.write();
                again = step();
            }
        } finally {
            pumping = false;
        }
        if (again) {
            pump.ask();
        }
        if (!deferring || !channel.isWritable()) {
            flush();
        }
    }

    private boolean hasWaiting() {
        sends.lock.lock();
        try {
            return sends.freeHead() != null;
        } finally {
            sends.lock.unlock();
        }
    }

    private void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
            if (channel.isWritable() && !shuttingDown && hasWaiting()) {
                pump.ask(); // through the loop's queue: other channels shall have their turn
            }
        }
    }

    /**
     * Takes from a send that is not small, or carries out a shutdown; what was taken before has been written. On the
     * event loop.
     *
     * @return whether to go on
     */
    private boolean step() {
        AioOperation operation = null;
        AioError error = null;
        long count = 0;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.freeHead();
            if (head == null || shuttingDown) {
                return false;
            }
            if (!gathered.isEmpty()) {
                return true; // somebody has taken more in the meantime
            }
            if (end == null && head.shutdown) {
                shuttingDown = true;
            } else if (end == null && direct && writing.suits(head)) {
                writing.take(head);
            } else if (end == null) {
                long room = gathered.room();
                if (room <= 0) {
                    return false;
                }
                if (gathered.suits(head)) {
                    return true; // has come in the meantime
                }
                error = pieces.copy(head, room);
                if (error != null) {
                    count = head.done;
                    operation = sends.takeHead();
                }
            }
        } finally {
            sends.lock.unlock();
        }
        if (writing.isBusy()) {
            unflushed = false;
            writing.begin();
            return !writing.isBusy();
        }
        boolean copied = pieces.write();
        unflushed |= copied;
        if (operation != null) {
            counter.add(count);
            operation.finish(error, count);
        } else if (shuttingDown) {
            endOutput();
        } else if (!copied) {
            return finishHeadIfEnded();
        }
        return true;
    }

    /** A direct write has ended, on the event loop: with its send, or with part of it and a reason. */
    void wrote(long count, boolean whole, Throwable cause) {
        AioOperation operation;
        AioError error;
        boolean cancelled;
        sends.lock.lock();
        try {
            StreamTransfer head = sends.head();
            head.done += count;
            count = head.done;
            cancelled = head.cancelled != null;
            if (whole) {
                error = AioError.OK;
            } else {
                error = cancelled ? head.cancelled : end != null ? end.error() : Errors.of(cause);
            }
            operation = sends.takeHead();
        } finally {
            sends.lock.unlock();
        }
        counter.add(count);
        boolean told = whole || cancelled || error == AioError.ECLOSED;
        boolean first = !pumping;
        pumping = true; // what the callback sends waits until it has returned
        try {
            operation.finish(error, count, told ? null : cause);
        } finally {
            pumping = !first;
        }
        if (first) {
            run();
        }
    }

    private void endOutput() {
        flush();
        ending.end(channel).addListener(told -> outputEnded(told.cause()));
    }

    private void outputEnded(Throwable cause) {
        AioOperation operation = null;
        sends.lock.lock();
        try {
            shuttingDown = false;
            StreamTransfer head = sends.head();
            if (head != null && head.shutdown) { // it may have been cancelled; the output has ended all the same
                operation = sends.takeHead();
            }
            if (end == null) {
                end = EndReason.SHUT;
                gathered.close();
            }
        } finally {
            sends.lock.unlock();
        }
        if (operation != null) {
            AioError error = cause == null ? AioError.OK : Errors.of(cause);
            operation.finish(error, 0, cause);
        }
        while (finishHeadIfEnded()) {}
    }

    boolean hasEnded() {
        sends.lock.lock();
        try {
            return end != null;
        } finally {
            sends.lock.unlock();
        }
    }
}
