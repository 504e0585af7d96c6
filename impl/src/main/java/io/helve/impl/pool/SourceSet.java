package io.helve.impl.pool;

import io.helve.aio.provider.AioEventScope;
import io.helve.aio.provider.AioEventSource;
import java.util.Arrays;

/** The sources of events in which the workers of a pool may wait. */
final class SourceSet {
    /**
     * A source, and the scope in which workers poll it.
     *
     * @param source the source
     * @param scope its scope, or null
     */
    private record Entry(AioEventSource source, AioEventScope scope) {
        boolean isOpenFor(Worker worker) {
            return scope == null || worker.scopes.contains(scope);
        }
    }

    private static final Entry[] NONE = {};

    /** Replaced under the lock of this object, never changed. */
    private volatile Entry[] sources = NONE;

    boolean isEmpty() {
        return sources.length == 0;
    }

    /** {@return whether the source has not been removed, and the worker is in its scope} */
    boolean isOpenFor(Worker worker, AioEventSource source) {
        for (Entry each : sources) {
            if (each.source == source) {
                return each.isOpenFor(worker);
            }
        }
        return false;
    }

    void add(AioEventSource source) {
        Entry added = new Entry(source, source.scope()); // the provider is called without the lock
        synchronized (this) {
            Entry[] more = Arrays.copyOf(sources, sources.length + 1);
            more[sources.length] = added;
            sources = more;
        }
    }

    synchronized void remove(AioEventSource source) {
        sources = Arrays.stream(sources).filter(each -> each.source != source).toArray(Entry[]::new);
    }

    /** {@return whether sources have been added or removed since the worker last looked for a scope to enter} */
    boolean hasChangedFor(Worker worker) {
        return worker.seenSources != sources;
    }

    /** {@return a scope that the worker has to enter before it may poll all sources, or null} */
    AioEventScope nextScope(Worker worker) {
        if (!isEmpty()) {
            worker.notesSource();
        }
        Entry[] all = sources; // read after the note, see poll
        for (Entry each : all) {
            if (!each.isOpenFor(worker)) {
                return each.scope;
            }
        }
        worker.seenSources = all;
        return null;
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
        Entry[] all = sources;
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

    private boolean poll(Worker worker, Entry[] all, int index) {
        if (!all[index].isOpenFor(worker)) {
            return false;
        }
        worker.notesSource();
        if (sources != all) { // a thread that removes a source writes sources first and reads servedSources afterwards
            return false;
        }
        AioEventSource source = all[index].source;
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
