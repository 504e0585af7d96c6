package io.helve.sp.impl.pipe;

import io.helve.sp.impl.message.SpMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Messages on their way between a socket and a transport, or two sockets: a bounded queue without locks, for one
 * producer and one consumer at a time. The number of messages and their bytes are bounded; into an empty ring any
 * message fits.
 *
 * <p>A side that finds the ring empty (or full) sets its waiting flag, checks once more and returns. The other side
 * sees the flag after its next put or take, clears it, and then has to wake the waiting side. The producer is woken not
 * for each free slot, but when half of the slots or half of the bytes are free, or the ring is empty.
 */
public final class MessageRing {
    /** The largest number of messages in a ring. */
    public static final int CAPACITY = 256;

    /** The largest number of bytes in a ring, unless a single message has more. */
    public static final long BYTES = 512 << 10;

    /** From this length of messages on, the limit of bytes can be reached before the limit of messages. */
    private static final int LARGE = (int) (BYTES / CAPACITY);

    /** How many messages, and how many bytes, a ring holds while memory is tight. */
    private static final int FEW = 16;

    private static final long LITTLE = 4 << 10;

    /** How many bytes are added for the objects of each message when the memory of a ring without room is counted. */
    private static final int COST = 128;

    private static final int MASK = CAPACITY - 1;
    private static final int HALF = CAPACITY / 2 - 1;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(SpMessage[].class);
    private static final VarHandle PUT;
    private static final VarHandle TAKEN;
    private static final VarHandle CONSUMER_WAITS;
    private static final VarHandle PRODUCER_WAITS;
    private static final VarHandle COUNTED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUT = lookup.findVarHandle(Producer.class, "put", long.class);
            TAKEN = lookup.findVarHandle(Consumer.class, "taken", long.class);
            CONSUMER_WAITS = lookup.findVarHandle(MessageRing.class, "consumerWaits", boolean.class);
            COUNTED = lookup.findVarHandle(MessageRing.class, "counted", long.class);
            PRODUCER_WAITS = lookup.findVarHandle(MessageRing.class, "producerWaits", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The producer's fields. Each side has an object of its own, padded so that the two do not share a cache line. */
    private static final class Producer {
        int tail;
        long put;
        long p1, p2, p3, p4, p5, p6, p7, p8;
    }

    /** The consumer's fields. */
    private static final class Consumer {
        int head;
        long taken;
        long p1, p2, p3, p4, p5, p6, p7, p8;
    }

    private final SpMessage[] slots = new SpMessage[CAPACITY];
    private final Producer producer = new Producer();
    private final Consumer consumer = new Consumer();
    private volatile boolean consumerWaits;
    private volatile boolean producerWaits;

    /** Counts what a full ring holds; null if the ring is never short of memory. */
    private final HeldBytes memory;

    /** How many bytes the memory counts for this ring; changed with {@link #COUNTED}. */
    private volatile long counted;

    private volatile boolean forgotten;

    /** Creates an empty ring between two sockets of this process. */
    public MessageRing() {
        this(null);
    }

    /**
     * Creates an empty ring.
     *
     * @param memory counts what the ring holds while it is full, or null
     */
    MessageRing(HeldBytes memory) {
        this.memory = memory;
    }

    // ---- the producer

    /** {@return whether there is room; if not, the consumer has to wake the producer later} */
    boolean hasRoom() {
        if (isRoom()) {
            if (counted != 0) {
                count(0);
            }
            return true;
        }
        producerWaits = true;
        if (isRoom()) {
            producerWaits = false;
            return true;
        }
        if (memory != null) {
            boolean full = SLOT.getAcquire(slots, producer.tail & MASK) != null;
            count(producer.put - (long) TAKEN.getAcquire(consumer) + (full ? CAPACITY * COST : FEW * COST));
        }
        return false;
    }

    private void count(long bytes) {
        long before = (long) COUNTED.getAndSet(this, bytes);
        memory.count(bytes - before);
        if (forgotten && bytes != 0) {
            count(0);
        }
    }

    /** Ends the counting of what the ring holds: its pipe has gone. Called by any thread. */
    void forget() {
        forgotten = true;
        if (counted != 0) {
            count(0);
        }
    }

    private boolean isRoom() {
        long pending = producer.put - (long) TAKEN.getAcquire(consumer);
        if (memory != null && memory.isTight()) {
            // the message that was put FEW messages ago has been taken
            return pending == 0 || pending < LITTLE && SLOT.getAcquire(slots, producer.tail - FEW & MASK) == null;
        }
        return SLOT.getAcquire(slots, producer.tail & MASK) == null && (pending < BYTES || pending == 0);
    }

    /** Puts a message; there must be room. */
    void put(SpMessage message) {
        PUT.setOpaque(producer, producer.put + message.wireLength());
        SLOT.setRelease(slots, producer.tail++ & MASK, message);
    }

    /** {@return whether the consumer has to be woken, after one or several messages were put} */
    boolean mustWakeConsumer() {
        if ((boolean) CONSUMER_WAITS.getOpaque(this) && CONSUMER_WAITS.compareAndSet(this, true, false)) {
            return true; // the compare-and-set is a fence
        }
        VarHandle.fullFence();
        return consumerWaits && CONSUMER_WAITS.compareAndSet(this, true, false);
    }

    /** {@return how many bytes are in the ring; exact while neither side puts or takes} */
    long bytes() {
        return (long) PUT.getOpaque(producer) - (long) TAKEN.getOpaque(consumer);
    }

    /**
     * {@return how many bytes of the heap the messages in the ring count for; exact while neither side puts or takes}
     */
    long cost() {
        int messages = 0;
        for (int i = 0; i < CAPACITY; i++) {
            messages += SLOT.getOpaque(slots, i) == null ? 0 : 1;
        }
        return bytes() + (long) messages * COST;
    }

    // ---- the consumer

    /** {@return the next message, or null if the ring is empty; the producer then has to wake the consumer later} */
    SpMessage poll() {
        SpMessage message = take();
        if (message != null) {
            return message;
        }
        CONSUMER_WAITS.setOpaque(this, true);
        VarHandle.fullFence(); // also orders the takes before the read of producerWaits in mustWakeProducer
        message = take();
        if (message != null) {
            CONSUMER_WAITS.setOpaque(this, false);
        }
        return message;
    }

    private SpMessage take() {
        Consumer c = consumer;
        int at = c.head & MASK;
        SpMessage message = (SpMessage) SLOT.getAcquire(slots, at);
        if (message != null) {
            TAKEN.setRelease(c, c.taken + message.wireLength());
            SLOT.setRelease(slots, at, null);
            c.head++;
        }
        return message;
    }

    /**
     * Called immediately after each poll.
     *
     * @param message the result of the poll
     * @return whether the producer has to be woken
     */
    boolean mustWakeProducer(SpMessage message) {
        if (message != null) {
            if ((consumer.head & HALF) != 0 && (message.wireLength() < LARGE || !isHalfEmpty())) {
                return false;
            }
            VarHandle.fullFence();
        }
        return producerWaits && PRODUCER_WAITS.compareAndSet(this, true, false);
    }

    /**
     * {@return whether at most half of the bytes are in use; for the consumer; a message that is being put may not
     * count yet}
     */
    private boolean isHalfEmpty() {
        return (long) PUT.getOpaque(producer) - consumer.taken <= BYTES / 2;
    }

    /** {@return whether the ring is empty; for the consumer} */
    boolean isEmpty() {
        return SLOT.getAcquire(slots, consumer.head & MASK) == null;
    }
}
