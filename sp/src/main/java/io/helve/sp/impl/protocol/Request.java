package io.helve.sp.impl.protocol;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.ResendCopy;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;
import java.time.Duration;

/**
 * The state of one req context.
 *
 * <pre>
 *   IDLE --send--> QUEUED --pipe has room--> SENT --answer--> ANSWERED --receive--> IDLE
 *                    ^                        |                (with a receive waiting: IDLE at once)
 *                    '-- time or pipe is lost-'
 * </pre>
 *
 * A send in any state gives up what was before. LOST is IDLE after the pipe of a request that must not be sent again is
 * lost: one receive is told so.
 */
final class Request extends ProtocolContext {
    private enum State {
        IDLE,
        QUEUED,
        SENT,
        ANSWERED,
        LOST
    }

    /** A request is looked at within this part of its resend time, to note how long it may take. */
    private static final int TICKS = 16;

    private static final long LEAST_TICK = 1_000_000;

    private final Req protocol;
    private State state = State.IDLE;
    private int id;

    /** What is to be sent; null once it has been. In QUEUED with a sender it is still that one's. */
    private SpMessage message;

    /** What is to be sent again, if need be; full from SENT on, unless it is not to be. */
    private final ResendCopy copy = new ResendCopy();

    private SpMessage answer;

    /** Where it was sent last. */
    private Pipe pipe;

    /** The send that waits, in QUEUED. */
    private AioOperation sender;

    /** The receive that waits, in QUEUED and SENT. */
    private AioOperation receiver;

    /** When it is to be sent again, once it is {@link #timed}. */
    private long resendAt;

    /**
     * Whether {@link #resendAt} is known. Looking at the clock for each request would cost more than all else that is
     * done for this.
     */
    private boolean timed;

    /** For what is sent from now on: nanoseconds, or 0 for never. */
    private long resendTime;

    /** What that was when this was sent last, if it is to be sent again. */
    private long resendIn;

    Request(Req protocol) {
        this.protocol = protocol;
    }

    @Override
    public void configure(OptionValues options, DeferredActions actions) {
        Duration time = options.get(SpOptions.RESEND_TIME);
        boolean finite = time.compareTo(Duration.ofDays(36500)) < 0 && !time.equals(Aio.INFINITE);
        resendTime = finite ? time.toNanos() : 0;
    }

    // ---- the user

    @Override
    public AioError send(SpMessage request, AioOperation operation, DeferredActions actions) {
        Pipe roomy = protocol.roomy();
        if (roomy == null && operation == null) {
            return AioError.EAGAIN;
        }
        giveUp(AioError.ECANCELED, actions);
        id = protocol.open(this);
        message = request;
        if (roomy != null) {
            transmit(roomy, actions);
            return AioError.OK;
        }
        state = State.QUEUED;
        sender = operation;
        protocol.enqueue(this);
        return null;
    }

    @Override
    public boolean cancelSend(AioOperation operation, DeferredActions actions) {
        if (sender == null || !sender.equals(operation)) {
            return false;
        }
        sender = null;
        message = null; // the sender's again
        giveUp(AioError.ECANCELED, actions);
        return true;
    }

    @Override
    public AioError receive(AioOperation operation, DeferredActions actions) {
        switch (state) {
            case IDLE -> {
                return AioError.ESTATE;
            }
            case LOST -> {
                state = State.IDLE;
                return AioError.ECONNRESET;
            }
            case ANSWERED -> {
                SpMessage received = answer;
                answer = null;
                state = State.IDLE;
                return actions.received(received);
            }
            default -> {
                if (receiver != null) {
                    return AioError.ESTATE;
                }
                if (operation == null) {
                    return AioError.EAGAIN;
                }
                receiver = operation;
                return null;
            }
        }
    }

    @Override
    public boolean mayBePolled() {
        return false; // another request may be sent in between, and its answer is another's
    }

    @Override
    public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
        if (receiver == null || !receiver.equals(operation)) {
            return false;
        }
        receiver = null;
        giveUp(AioError.ECANCELED, actions); // one receive for each send: who lets go of it lets go of the request
        return true;
    }

    @Override
    public void close(DeferredActions actions) {
        giveUp(AioError.ECLOSED, actions);
    }

    /** Back to IDLE; what waits fails. */
    private void giveUp(AioError error, DeferredActions actions) {
        if (state == State.QUEUED) {
            protocol.dequeue(this);
        }
        if (state == State.QUEUED || state == State.SENT) {
            protocol.close(id);
        }
        if (sender != null) {
            actions.fail(sender, error);
            sender = null;
            message = null;
        }
        if (receiver != null) {
            actions.fail(receiver, error);
            receiver = null;
        }
        if (answer != null) {
            answer.free();
            answer = null;
        }
        freeMessage();
        pipe = null;
        state = State.IDLE;
    }

    private void freeMessage() {
        copy.free();
        if (message != null) {
            message.free();
            message = null;
        }
    }

    // ---- the pipes

    private void transmit(Pipe to, DeferredActions actions) {
        SpMessage sending = message != null ? message : copy.again();
        if (resendTime > 0) {
            if (message != null) {
                copy.keep(message);
            }
            timed = false;
            resendIn = resendTime;
            protocol.look(Math.max(LEAST_TICK, resendTime / TICKS), actions);
        } else {
            copy.free();
        }
        message = null;
        sending.setHeader(id);
        pipe = to;
        state = State.SENT;
        to.put(sending, actions);
    }

    /** It is its turn, and there is a pipe with room. */
    void dequeued(Pipe to, DeferredActions actions) {
        if (sender != null) {
            AioOperation operation = sender;
            sender = null;
            message = actions.takeMessage(operation);
            if (message == null) {
                state = State.SENT; // it is in the queue no more
                giveUp(AioError.ECANCELED, actions);
                return;
            }
        }
        transmit(to, actions);
    }

    void answered(SpMessage received, DeferredActions actions) {
        if (sender != null) { // an answer to what has not been sent yet: somebody guesses
            protocol.unasked(received);
            return;
        }
        AioOperation waiting = receiver;
        receiver = null;
        giveUp(AioError.OK, actions);
        if (waiting != null) {
            actions.received(waiting, received);
        } else {
            answer = received;
            state = State.ANSWERED;
        }
    }

    void pipeLost(Pipe lost, DeferredActions actions) {
        if (state != State.SENT || pipe != lost) {
            return;
        }
        if (copy.isFull()) {
            sendAgain(actions);
            return;
        }
        boolean told = receiver != null;
        giveUp(AioError.ECONNRESET, actions);
        if (!told) {
            state = State.LOST;
        }
    }

    /** {@return when it is due to be sent again, or {@link Protocol#NEVER}} */
    long due(long now, DeferredActions actions) {
        if (state == State.SENT && copy.isFull() && timed && resendAt - now <= 0) {
            sendAgain(actions);
        }
        if (state != State.SENT || !copy.isFull()) {
            return Protocol.NEVER;
        }
        if (!timed) {
            timed = true;
            resendAt = now + resendIn;
        }
        return resendAt;
    }

    private void sendAgain(DeferredActions actions) {
        Pipe roomy = protocol.roomy();
        if (roomy != null) {
            transmit(roomy, actions);
        } else {
            state = State.QUEUED;
            pipe = null;
            protocol.enqueue(this);
        }
    }
}
