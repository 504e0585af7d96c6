package io.helve.sp.impl.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The fate of each message that at most one receiver may get. */
final class Ledger {
    private static final class Entry {
        boolean sent;
        boolean failed;
        int received;
    }

    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentHashMap<Long, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();

    long next() {
        long number = numbers.incrementAndGet();
        entries.put(number, new Entry());
        return number;
    }

    void sent(long number) {
        Entry entry = entries.get(number);
        synchronized (entry) {
            entry.sent = true;
        }
    }

    void failed(long number) {
        Entry entry = entries.get(number);
        synchronized (entry) {
            entry.failed = true;
            if (entry.received > 0) {
                broken.add("message " + number + " was received, and its send has failed");
            }
        }
    }

    /** {@return whether the message is one of these} */
    void received(long number) {
        Entry entry = entries.get(number);
        if (entry == null) {
            broken.add("message " + number + " was received, and nobody has sent it");
            return;
        }
        synchronized (entry) {
            if (++entry.received > 1) {
                broken.add("message " + number + " was received twice");
            }
            if (entry.failed) {
                broken.add("the send of message " + number + " has failed, and it was received");
            }
        }
    }

    void broken(String rule) {
        broken.add(rule);
    }

    long count() {
        return numbers.get();
    }

    long countReceived() {
        return entries.values().stream().filter(entry -> entry.received > 0).count();
    }

    /** {@return how many were sent and not received} */
    long missing() {
        return entries.values().stream()
                .filter(entry -> entry.sent && entry.received == 0)
                .count();
    }

    List<String> broken() {
        entries.forEach((number, entry) -> {
            if (entry.sent == entry.failed) {
                broken.add("the send of message " + number + (entry.sent ? " has ended twice" : " has not ended"));
            }
        });
        return new ArrayList<>(broken);
    }
}
