package io.helve.impl.file;

/** First in, first out, but what is cancelled leaves from the middle at no cost. Under the service's lock. */
final class WorkList {
    private Work first;
    private Work last;
    private int size;

    void add(Work work) {
        work.list = this;
        work.previous = last;
        if (last == null) {
            first = work;
        } else {
            last.next = work;
        }
        last = work;
        size++;
    }

    Work poll() {
        Work work = first;
        if (work != null) {
            remove(work);
        }
        return work;
    }

    void remove(Work work) {
        if (work.previous == null) {
            first = work.next;
        } else {
            work.previous.next = work.next;
        }
        if (work.next == null) {
            last = work.previous;
        } else {
            work.next.previous = work.previous;
        }
        work.list = null;
        work.previous = null;
        work.next = null;
        size--;
    }

    int size() {
        return size;
    }
}
