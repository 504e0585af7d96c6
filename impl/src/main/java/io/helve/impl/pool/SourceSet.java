package io.helve.impl.pool;

import io.helve.aio.provider.AioEventSource;
import java.util.Arrays;

/** The sources of events in which the workers of a pool may wait. */
final class SourceSet {
    private static final AioEventSource[] NONE = {};

    /** Replaced under the lock of this object, never changed. */
    private volatile AioEventSource[] sources = NONE;

    boolean isEmpty() {
        return sources.length == 0;
    }

    boolean contains(AioEventSource source) {
        for (AioEventSource each : sources) {
            if (each == source) {
                return true;
            }
        }
        return false;
    }

    synchronized void add(AioEventSource source) {
        AioEventSource[] more = Arrays.copyOf(sources, sources.length + 1);
        more[sources.length] = source;
        sources = more;
    }

    synchronized void remove(AioEventSource source) {
        sources = Arrays.stream(sources).filter(each -> each != source).toArray(AioEventSource[]::new);
    }

    /**
     * Has the current thread poll the first source that is free, once, beginning with the source that it has polled
     * last.
     *
     * @param worker the current thread, which is among the parked workers
     * @param until until when the worker may wait
     * @return whether it has polled
     */
    boolean poll(Worker worker, long until) {
        AioEventSource[] all = sources;
        worker.waitUntil = until;
        worker.found = 0;
        worker.parked = true;
        for (int i = 0; i < all.length; i++) {
            int index = (worker.sourceIndex + i) % all.length;
            if (poll(worker, all, index)) {
                worker.sourceIndex = index;
                return true;
            }
        }
        return false;
    }

    private boolean poll(Worker worker, AioEventSource[] all, int index) {
        worker.notesSource();
        if (sources != all) { // a thread that removes a source writes sources first and reads servedSources afterwards
            return false;
        }
        AioEventSource source = all[index];
        worker.source = source; // before the source calls mayWait: a waking thread writes its reason, then reads source
        worker.beginPolling();
        try {
            return source.poll(worker);
        } finally {
            worker.endPolling();
            worker.source = null;
        }
    }
}
