package io.helve.sp.impl.protocol;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Outcome;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.ResendCopy;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
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
 * A send gives up the request before it, in any state. LOST is like IDLE, but the next receive fails, because the pipe
 * of its request was lost and the request could not be sent again.
 */
final class Request extends ProtocolContext {
    private enum State {
        IDLE,
        QUEUED,
        SENT,
        ANSWERED,
        LOST
    }

    /** After a request was sent, {@link #resendAt} is set within this part (1/16) of its resend time. */
    private static final int TICKS = 16;

    private static final long LEAST_TICK = 1_000_000;

    private final Req protocol;
    private State state = State.IDLE;
    private int id;

    /** The request; null once it has been sent. While QUEUED with a waiting send, it belongs to the sender's handle. */
    private SpMessage message;

    /** The copy to send again; full from SENT on, unless the request must not be sent again. */
    private final ResendCopy copy = new ResendCopy();

    private SpMessage answer;

    /** The pipe by which the request was sent last. */
    private Pipe pipe;

    /** The send that waits, in QUEUED. */
    private AioOperation sender;

    /** The receive that waits, in QUEUED and SENT. */
    private AioOperation receiver;

    /** The time at which the request is sent again; valid while it is {@link #timed}. */
    private long resendAt;

    /**
     * Whether {@link #resendAt} is known. It is unknown when a request is sent, because reading the clock for each
     * request would cost more than the rest of the send; the next call of {@link #due} reads the clock.
     */
    private boolean timed;

    /** The resend time, in nanoseconds, of requests that are sent from now on; 0 if they are sent once only. */
    private long resendTime;

    /** The resend time when the present request was sent last. */
    private long resendIn;

    Request(Req protocol) {
        this.protocol = protocol;
    }

    @Override
    public void configure(OptionSet options, DeferredActions actions) {
        Duration time = options.get(SpOptions.RESEND_TIME);
        boolean finite = time.compareTo(Duration.ofDays(36500)) < 0 && !time.equals(Aio.INFINITE);
        resendTime = finite ? time.toNanos() : 0;
    }

    // ---- the user

    @Override
    public Outcome send(SpMessage request, AioOperation operation, DeferredActions actions) {
        Pipe roomy = protocol.nextWritable();
        if (roomy == null && operation == null) {
            return Outcome.WOULD_WAIT;
        }
        giveUp(AioError.ECANCELED, actions);
        id = protocol.open(this);
        message = request;
        if (roomy != null) {
            transmit(roomy, actions);
            return Outcome.DONE;
        }
        state = State.QUEUED;
        sender = operation;
        protocol.enqueue(this);
        return Outcome.WAITS;
    }

    @Override
    public boolean cancelSend(AioOperation operation, DeferredActions actions) {
        if (sender == null || !sender.equals(operation)) {
            return false;
        }
        sender = null;
        message = null; // the message belongs to the sender again
        giveUp(AioError.ECANCELED, actions);
        return true;
    }

    @Override
    public Outcome receive(AioOperation operation, DeferredActions actions) {
        switch (state) {
            case IDLE -> {
                return Outcome.failed(AioError.ESTATE);
            }
            case LOST -> {
                state = State.IDLE;
                return Outcome.failed(AioError.ECONNRESET);
            }
            case ANSWERED -> {
                SpMessage received = answer;
                answer = null;
                state = State.IDLE;
                actions.receivedNow(received);
                return Outcome.DONE;
            }
            default -> {
                if (receiver != null) {
                    return Outcome.failed(AioError.ESTATE);
                }
                if (operation == null) {
                    return Outcome.WOULD_WAIT;
                }
                receiver = operation;
                return Outcome.WAITS;
            }
        }
    }

    @Override
    public boolean mayBePolled() {
        return false; // another request may be sent between two attempts, and its answer would be received
    }

    @Override
    public boolean cancelReceive(AioOperation operation, DeferredActions actions) {
        if (receiver == null || !receiver.equals(operation)) {
            return false;
        }
        receiver = null;
        giveUp(AioError.ECANCELED, actions); // a request has one receive: cancelling the receive gives up the request
        return true;
    }

    @Override
    public void close(DeferredActions actions) {
        giveUp(AioError.ECLOSED, actions);
    }

    /** Goes back to IDLE; a send or a receive that waits fails with an error. */
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
            protocol.abandon(answer);
            answer = null;
        }
        freeMessage();
        pipe = null;
        state = State.IDLE;
    }

    private void freeMessage() {
        copy.free();
        if (message != null) {
            message.dispose();
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

    /** The request is the next in the queue, and a pipe has room. */
    void dequeued(Pipe to, DeferredActions actions) {
        if (sender != null) {
            AioOperation operation = sender;
            sender = null;
            message = actions.takeMessage(operation);
            if (message == null) {
                state = State.SENT; // giveUp must not look for the request in the queue
                giveUp(AioError.ECANCELED, actions);
                return;
            }
        }
        transmit(to, actions);
    }

    void answered(SpMessage received, DeferredActions actions) {
        if (sender != null) { // the request has not been sent yet: the peer has guessed its number
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

    /** Sends the request again if its time has come. {@return the next time, or {@link Protocol#NEVER}} */
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
        Pipe roomy = protocol.nextWritable();
        if (roomy != null) {
            transmit(roomy, actions);
        } else {
            state = State.QUEUED;
            pipe = null;
            protocol.enqueue(this);
        }
    }
}
