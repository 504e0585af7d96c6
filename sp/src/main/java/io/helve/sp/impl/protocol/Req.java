package io.helve.sp.impl.protocol;

import io.helve.sp.DropReason;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.contract.IntMap;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.Protocol;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.ArrivedMessages;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import java.util.ArrayDeque;

/** Req: sends each request to one peer. Each context has one request at a time; {@link Request} has its states. */
final class Req extends Protocol {
    private final Ids ids = new Ids();

    /** The requests that wait for an answer, by their number. */
    private final IntMap<Request> open = new IntMap<>();

    /** The requests that wait for a pipe with room, whether they are sent for the first time or again. */
    private final ArrayDeque<Request> queue = new ArrayDeque<>(4);

    private final WritablePipes writable = new WritablePipes();

    /**
     * The nanoseconds after which {@link #due} is called for the requests that are not timed yet, or {@link #NEVER}.
     */
    private long looksWithin = NEVER;

    private final Request context = new Request(this);

    @Override
    public OptionSet options() {
        return contextOptions().with(SpOptions.TTL_MAX);
    }

    @Override
    public OptionSet contextOptions() {
        return OptionSet.none().with(SpOptions.RESEND_TIME);
    }

    // ---- for requests

    int open(Request request) {
        int id = ids.next();
        open.put(id, request);
        return id;
    }

    void close(int id) {
        open.remove(id);
    }

    void enqueue(Request request) {
        queue.add(request);
    }

    void dequeue(Request request) {
        queue.remove(request);
    }

    void abandon(SpMessage answer) {
        drop(answer, DropReason.ABANDONED);
    }

    void unasked(SpMessage answer) {
        drop(answer, DropReason.LATE_ANSWER);
    }

    /** Makes the alarm call {@link Request#due} within a number of nanoseconds. */
    void look(long within, DeferredActions actions) {
        if (within < looksWithin) {
            looksWithin = within;
            schedule(System.nanoTime() + within, actions);
        }
    }

    /** {@return the next pipe with room, or null} */
    Pipe nextWritable() {
        return writable.next();
    }

    // ---- pipes

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        writable(pipe, actions);
        return true;
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        writable.add(pipe);
        while (!queue.isEmpty()) {
            Pipe next = writable.next();
            if (next == null) {
                return;
            }
            queue.poll().dequeued(next, actions);
        }
    }

    @Override
    public void detach(Pipe pipe, ArrivedMessages arrived, DeferredActions actions) {
        writable.remove(pipe);
        for (Request request : open.values()) {
            request.pipeLost(pipe, actions);
        }
    }

    @Override
    public void readable(Pipe pipe, DeferredActions actions) {
        for (int i = 0; i < BATCH; i++) {
            SpMessage message = pipe.poll(actions);
            if (message == null) {
                return;
            }
            if (message.wireLength() < 4) {
                refuse(pipe, message, actions);
                return;
            }
            Request request = open.get(message.wireWord(0));
            if (request == null) {
                unasked(message); // the answer is late, or a duplicate
                continue;
            }
            message.splitExactly(1);
            message.clearHeader();
            request.answered(message, actions);
        }
        actions.readAgain(pipe);
    }

    @Override
    public long due(long now, DeferredActions actions) {
        long next = earliest(open.values(), request -> request.due(now, actions));
        looksWithin = NEVER; // all requests are timed now, including requests that were just sent again
        return next;
    }

    @Override
    public ProtocolContext context() {
        return context;
    }

    @Override
    public ProtocolContext openContext() {
        return new Request(this);
    }
}
