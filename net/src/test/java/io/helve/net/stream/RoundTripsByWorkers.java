package io.helve.net.stream;

import com.sun.management.ThreadMXBean;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Polling;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * Two streams whose callbacks answer each other on workers that poll the event loop: the program that
 * {@link RoundTripAllocationTest} starts. It prints how many bytes a round trip allocates.
 */
final class RoundTripsByWorkers {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TRIPS = 2_000;
    private static final int MEASUREMENTS = 9;

    /** Code is compiled during the first rounds of measurements; what each trip allocates shows in all of them. */
    private static final int ROUNDS = 20;

    private static final long NOTHING = 8;

    private RoundTripsByWorkers() {}

    /** Sends back what comes, for ever. */
    private static final class Player {
        private final Stream stream;
        private final Semaphore trips;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        private final ByteBuffer[] buffers = {buffer}; // the same list each time: a new one would be an allocation
        private final Aio aio;
        private boolean sending;

        Player(AioFactory handles, Stream stream, Semaphore trips) {
            this.stream = stream;
            this.trips = trips;
            aio = handles.alloc(this::ended);
        }

        void send() {
            sending = true;
            buffer.clear();
            transfer();
        }

        void receive() {
            sending = false;
            buffer.clear();
            transfer();
        }

        private void transfer() {
            aio.setIov(buffers);
            if (sending) {
                stream.send(aio);
            } else {
                stream.receive(aio);
            }
        }

        private void ended(Aio done) {
            if (done.result() != AioError.OK) {
                return; // the program ends
            }
            if (buffer.hasRemaining()) {
                transfer();
            } else if (sending) {
                receive();
            } else {
                trips.release();
                send();
            }
        }
    }

    /** Prints how many bytes a round trip allocates on all threads of Helve. */
    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            runtime.service(StreamControl.class)
                    .configure(StreamConfig.DEFAULTS.withThreads(1).withPolling(Polling.WORKERS));
            StreamFactory streams = runtime.service(StreamFactory.class);
            AioFactory handles = runtime.factory();
            try (StreamListener listener = streams.listener("tcp://127.0.0.1:0");
                    Aio accept = handles.alloc();
                    Aio dial = handles.alloc()) {
                listener.listen();
                try (StreamDialer dialer = streams.dialer(listener.dialUrl().toString())) {
                    listener.accept(accept);
                    dialer.dial(dial);
                    accept.await();
                    dial.await();
                    Semaphore trips = new Semaphore(0);
                    new Player(handles, (Stream) accept.check().getOutput(0), new Semaphore(0)).receive();
                    new Player(handles, (Stream) dial.check().getOutput(0), trips).send();
                    System.out.println(bytesForATrip(trips));
                }
            }
        }
    }

    /** {@return the median of the measurements of a round in which it is nothing, or else of the last one} */
    private static long bytesForATrip(Semaphore trips) throws InterruptedException {
        long[] bytes = new long[MEASUREMENTS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < MEASUREMENTS; i++) {
                trips.drainPermits();
                long before = allocated();
                trips.acquire(TRIPS);
                bytes[i] = (allocated() - before) / TRIPS;
            }
            // the loop's own thread may have polled during one measurement, but not during most of them
            Arrays.sort(bytes);
            if (bytes[MEASUREMENTS / 2] < NOTHING) {
                break;
            }
        }
        return bytes[MEASUREMENTS / 2];
    }

    private static long allocated() {
        long[] threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("helve-"))
                .mapToLong(Thread::getId)
                .toArray();
        return Arrays.stream(THREADS.getThreadAllocatedBytes(threads)).sum();
    }
}
