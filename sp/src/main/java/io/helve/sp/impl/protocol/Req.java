package io.helve.sp.impl.protocol;

import io.helve.aio.AioError;
import io.helve.sp.SpOptions;
import io.helve.sp.impl.message.SpMessage;
import io.helve.sp.impl.pipe.DeferredActions;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.impl.spi.IntMap;
import io.helve.sp.impl.spi.OptionValues;
import io.helve.sp.impl.spi.Protocol;
import io.helve.sp.impl.spi.ProtocolContext;
import java.util.ArrayDeque;

/**
 * Asks one of its peers; each context has one request at a time. What one request goes through is in {@link Request}.
 */
final class Req extends Protocol {
    private final Ids ids = new Ids();

    /** The requests that may be answered, by their number. */
    private final IntMap<Request> open = new IntMap<>();

    /** Requests that wait for a pipe with room: new ones, and those to be sent again. */
    private final ArrayDeque<Request> queue = new ArrayDeque<>(4);

    private final PipeList writable = new PipeList();

    /** In how many nanoseconds at most {@link #due} will be called for requests that are not timed yet. */
    private long looksWithin = NEVER;

    private final Request context = new Request(this);

    @Override
    public OptionValues options() {
        return contextOptions().with(SpOptions.TTL_MAX);
    }

    @Override
    public OptionValues contextOptions() {
        return OptionValues.none().with(SpOptions.RESEND_TIME);
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

    void unasked(SpMessage answer) {
        drop(answer, false);
    }

    /** Has {@link Request#due} asked in so many nanoseconds at the latest. */
    void look(long within, DeferredActions actions) {
        if (within < looksWithin) {
            looksWithin = within;
            schedule(System.nanoTime() + within, actions);
        }
    }

    /** {@return the next pipe with room, or null} */
    Pipe roomy() {
        for (Pipe pipe = writable.first(); pipe != null; pipe = writable.first()) {
            if (pipe.hasRoom()) {
                writable.rotate();
                return pipe;
            }
            writable.poll();
            pipe.listWritable(false);
        }
        return null;
    }

    // ---- pipes

    @Override
    public boolean attach(Pipe pipe, DeferredActions actions) {
        writable(pipe, actions);
        return true;
    }

    @Override
    public void writable(Pipe pipe, DeferredActions actions) {
        if (pipe.listWritable(true)) {
            writable.add(pipe);
        }
        while (!queue.isEmpty()) {
            Pipe next = roomy();
            if (next == null) {
                return;
            }
            queue.poll().dequeued(next, actions);
        }
    }

    @Override
    public void detach(Pipe pipe, boolean keepsArrived, DeferredActions actions) {
        if (pipe.listWritable(false)) {
            writable.remove(pipe);
        }
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
                message.free();
                actions.close(pipe, AioError.EPROTO);
                return;
            }
            Request request = open.get(message.wireWord(0));
            if (request == null) {
                unasked(message); // an answer that comes too late, or twice
                continue;
            }
            message.splitExactly(1);
            message.clearHeader();
            request.answered(message, actions);
        }
        actions.again(pipe);
    }

    @Override
    public long due(long now, DeferredActions actions) {
        long next = earliest(open.values(), request -> request.due(now, actions));
        looksWithin = NEVER; // also if one was just sent again: it is timed by now
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
