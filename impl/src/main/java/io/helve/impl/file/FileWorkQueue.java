package io.helve.impl.file;

/**
 * A first-in, first-out queue of work, linked through the work itself: adding allocates nothing, and cancelled work
 * leaves the middle of the queue in constant time. The service's lock guards each queue.
 */
final class FileWorkQueue {
    private FileWork first;
    private FileWork last;
    private int size;

    void add(FileWork work) {
        work.queue = this;
        work.previous = last;
        if (last == null) {
            first = work;
        } else {
            last.next = work;
        }
        last = work;
        size++;
    }

    FileWork poll() {
        FileWork work = first;
        if (work != null) {
            remove(work);
        }
        return work;
    }

    void remove(FileWork work) {
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
        work.queue = null;
        work.previous = null;
        work.next = null;
        size--;
    }

    int size() {
        return size;
    }
}
