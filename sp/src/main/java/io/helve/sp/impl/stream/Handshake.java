package io.helve.sp.impl.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.sp.SpProtocol;
import io.helve.sp.impl.operation.RepeatingOperation;
import io.helve.sp.impl.operation.WrongPeer;
import io.helve.stream.Stream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The handshake of SP over byte streams: each side sends eight bytes that name its protocol, without waiting for the
 * other side.
 */
final class Handshake {
    private static final int LENGTH = 8;

    /** A zero, "SP", and version 0. */
    private static final int MAGIC = 0x0053_5000;

    /** How long the orderly end of a connection to a peer of another protocol may take. */
    private static final Duration LEAVING = Duration.ofSeconds(1);

    /**
     * How the handshake has ended.
     *
     * @param failure why it has failed, or null
     */
    private record HandshakeResult(AioException failure) {
        static final HandshakeResult SUCCESS = new HandshakeResult(null);
    }

    private final Stream stream;
    private final SpProtocol protocol;
    private final Runnable heard;
    private final Consumer<Handshake> ended;
    private final long deadline;
    private final RepeatingOperation in;
    private final RepeatingOperation out;
    private final ByteBuffer theirs = ByteBuffer.allocate(LENGTH);

    /**
     * The number of the peer's protocol, if the peer's protocol does not match ours; written before the handshake ends.
     */
    private volatile OptionalInt otherProtocol = OptionalInt.empty();

    /** Whether the peer speaks another protocol, so that the connection ends in an orderly way. */
    private volatile boolean otherPeer;

    /** Whether that end is in progress. */
    private volatile boolean leaving;

    /** How many of the two operations, the send and the receive, have not ended yet. */
    private final AtomicInteger open = new AtomicInteger(2);

    /** The outcome, success or the first reason to fail; the thread that sets a failure closes the stream. */
    private final AtomicReference<HandshakeResult> outcome = new AtomicReference<>();

    /**
     * Prepares a handshake.
     *
     * @param factory makes handles
     * @param stream the stream
     * @param protocol the protocol of this side
     * @param time the time limit of the whole handshake
     * @param heard called when the peer has sent a part of its header
     * @param ended called once after {@link #start}, by the thread that ends the handshake
     * @throws AioException {@code ENOMEM}, {@code ESTOPPED}
     */
    Handshake(
            AioFactory factory,
            Stream stream,
            SpProtocol protocol,
            Duration time,
            Runnable heard,
            Consumer<Handshake> ended) {
        this.heard = heard;
        this.stream = stream;
        this.protocol = protocol;
        this.ended = ended;
        deadline = System.nanoTime() + time.toNanos();
        in = new RepeatingOperation(factory, this::received);
        RepeatingOperation second = null;
        try {
            second = new RepeatingOperation(factory, this::sent);
        } finally {
            if (second == null) {
                in.close();
            }
        }
        out = second;
    }

    Stream stream() {
        return stream;
    }

    /** {@return the failure, after which the stream is closed, or null for success; called when it has ended} */
    AioException failure() {
        return outcome.get().failure();
    }

    /**
     * {@return the number of the peer's protocol if that is the reason of the failure; valid once the handshake has
     * ended}
     */
    OptionalInt otherProtocol() {
        return otherProtocol;
    }

    void start() {
        ByteBuffer ours = ByteBuffer.allocate(LENGTH);
        ours.putInt(MAGIC)
                .putShort((short) protocol.number())
                .putShort((short) 0)
                .flip();
        out.aio().setIov(ours);
        out.aio().setTimeout(left());
        out.start(stream::send);
        in.aio().setIov(theirs);
        receive();
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private void receive() {
        in.aio().setTimeout(left());
        in.start(stream::receive);
    }

    private void sent() {
        if (leaving) {
            Closing.close(stream);
            conclude();
        } else {
            end(out.result(), "cannot be sent", out.aio().cause());
        }
    }

    private void received() {
        if (in.result() == AioError.OK && theirs.hasRemaining()) {
            heard.run();
            receive();
        } else if (in.result() == AioError.OK) {
            AioError result = check();
            otherPeer = otherProtocol.isPresent();
            end(
                    result,
                    otherPeer
                            ? "shows " + WrongPeer.mismatch(otherProtocol.getAsInt(), protocol)
                            : "is not one of the Scalability Protocols",
                    null);
        } else {
            end(in.result(), "did not come", in.aio().cause());
        }
    }

    private AioError check() {
        if (theirs.getInt(0) != MAGIC || theirs.getShort(6) != 0) {
            return AioError.EPROTO;
        }
        int number = theirs.getShort(4) & 0xffff;
        if (number != protocol.peer().number()) {
            otherProtocol = OptionalInt.of(number);
            return AioError.EPROTO;
        }
        return AioError.OK;
    }

    private void end(AioError result, String what, Throwable cause) {
        if (result != AioError.OK) {
            String why = cause == null ? result.message() : text(result, cause);
            fail(new AioException(result, "the handshake over " + stream + " " + what + ": " + why, cause));
        }
        if (open.decrementAndGet() > 0) {
            return;
        }
        if (otherPeer) {
            leave();
        } else {
            outcome.compareAndSet(null, HandshakeResult.SUCCESS); // from now on abort changes nothing
            conclude();
        }
    }

    /**
     * Ends the connection to a peer of another protocol in an orderly way: the peer must get this side's header,
     * because it learns from the header why the connection ends. Closing at once could drop the header on its way.
     */
    private void leave() {
        leaving = true;
        Duration left = left();
        out.aio().setTimeout(left.compareTo(LEAVING) < 0 ? left : LEAVING);
        out.start(stream::shutdown);
    }

    private void conclude() {
        in.close();
        out.close();
        ended.accept(this);
    }

    /** {@return the message of the cause without the name of the error, which the whole message begins with} */
    private static String text(AioError error, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String name = error + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    private void fail(AioException why) {
        if (outcome.compareAndSet(null, new HandshakeResult(why)) && !otherPeer) {
            Closing.close(stream); // ends the other operation
        }
    }

    /** Gives the handshake up, which then fails with the reason, unless it has ended before. */
    void abort(AioError reason) {
        fail(new AioException(reason, "the handshake over " + stream + " was given up"));
        if (otherPeer) {
            Closing.close(stream); // ends what is left of it
        }
    }
}
