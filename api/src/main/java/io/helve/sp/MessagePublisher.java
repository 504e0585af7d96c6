package io.helve.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a channel as a publisher. Each subscription has a handle of its own, and receives a message only
 * while the subscriber wants one: other messages stay in the socket, and the socket's protocol keeps or drops them.
 */
final class MessagePublisher implements Flow.Publisher<Message> {
    private final SpChannel channel;

    MessagePublisher(SpChannel channel) {
        this.channel = channel;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Receiver receiver;
        try {
            receiver = new Receiver(subscriber);
        } catch (AioException e) { // no handle
            subscriber.onSubscribe(new None());
            subscriber.onError(e);
            return;
        }
        try {
            subscriber.onSubscribe(receiver);
        } finally {
            receiver.subscribed();
        }
    }

    /** The subscription of a subscriber for whom there is no handle. */
    private static final class None implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /**
     * One subscription. The demand stays above zero while a receive is in progress or its message is being delivered. A
     * thread that raises the demand from zero starts a receive; so does a callback that ends while the demand is above
     * zero.
     */
    private final class Receiver implements Flow.Subscription {
        private final Flow.Subscriber<? super Message> subscriber;
        private final Aio aio;
        private final AtomicLong demand = new AtomicLong(1); // until onSubscribe has returned
        private final AtomicBoolean ended = new AtomicBoolean();

        /** Why {@code request} was called wrongly; the subscriber learns of it in a callback. */
        private volatile @Nullable IllegalArgumentException wrongRequest;

        Receiver(Flow.Subscriber<? super Message> subscriber) {
            this.subscriber = subscriber;
            aio = channel.factory().alloc(this::received);
            aio.setTimeout(Aio.INFINITE);
        }

        /** Called when {@code onSubscribe} has returned: signals come one after the other. */
        void subscribed() {
            if (demand.decrementAndGet() > 0) {
                receive();
            }
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                wrongRequest = new IllegalArgumentException("n must be above zero, but is " + n);
                aio.cancel();
            }
            if (demand.getAndAccumulate(Math.max(1, n), Receiver::plus) == 0) {
                receive();
            }
        }

        private static long plus(long present, long more) {
            long sum = present + more;
            return sum < 0 ? Long.MAX_VALUE : sum;
        }

        private void receive() {
            channel.receive(aio);
            if (wrongRequest != null) {
                aio.cancel(); // which may have come before the receive
            }
            if (aio.isStopped()) { // the start was refused silently, unless the subscription has ended
                end(null);
            }
        }

        private void received(Aio completed) {
            AioError result = completed.result();
            if (result == AioError.OK) {
                deliver(Objects.requireNonNull(completed.getMessage(), "message"));
            } else if (wrongRequest != null) {
                end(wrongRequest);
            } else if (result == AioError.ECLOSED || result == AioError.ESTOPPED) {
                end(null);
            } else {
                end(new AioException(result, "receive on " + channel, completed.cause()));
            }
        }

        private void deliver(Message message) {
            try {
                subscriber.onNext(message);
            } catch (Throwable e) {
                cancel();
                throw e; // logged and counted like the exception of any callback
            }
            if (demand.decrementAndGet() > 0) {
                receive();
            }
        }

        private void end(@Nullable Throwable failure) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            aio.reap();
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }

        /**
         * Ends the subscription. A message that was received before the cancel is still delivered, so that it is not
         * lost.
         */
        @Override
        public void cancel() {
            ended.set(true);
            aio.reap();
        }
    }
}
