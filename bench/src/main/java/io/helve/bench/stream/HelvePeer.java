package io.helve.bench.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.stream.Stream;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.util.concurrent.atomic.LongAdder;

/** Helve's streams without configuration. */
final class HelvePeer implements StreamPeer {
    private final AioRuntime runtime = AioRuntime.open();
    private final StreamFactory streams = runtime.service(StreamFactory.class);
    private final AioFactory handles;

    /**
     * Opens a runtime.
     *
     * @param inline whether callbacks run on the event loop that completes the operation, and not on the completion
     *     pool
     */
    HelvePeer(boolean inline) {
        handles = inline ? runtime.factory().on(AioFactory.INLINE) : runtime.factory();
    }

    /** Lets the workers of the completion pool poll the event loops. */
    HelvePeer polledByWorkers() {
        runtime.service(StreamControl.class).configure(StreamConfig.DEFAULTS.withPolling(StreamConfig.Polling.WORKERS));
        return this;
    }

    @Override
    public String transport() {
        return runtime.service(StreamControl.class).snapshot().transport();
    }

    @Override
    public String listen(String url, LongAdder received) {
        StreamListener listener = streams.listener(url);
        listener.listen();
        listener.accept(handles.alloc(accepting -> {
            if (accepting.result() == AioError.OK) {
                Stream stream = (Stream) accepting.getOutput(0);
                listener.accept(accepting);
                new HelveWire(handles, stream, new Served(received)).begin();
            }
        }));
        return listener.dialUrl().toString();
    }

    @Override
    public Connection echo(String url, int size, Trips trips) throws InterruptedException {
        return connect(url, new EchoClient(size, trips));
    }

    @Override
    public Connection flow(String url, int size, Flow flow) throws InterruptedException {
        return connect(url, new FlowClient(size, flow));
    }

    private Connection connect(String url, Conversation conversation) throws InterruptedException {
        try (StreamDialer dialer = streams.dialer(url);
                Aio dialing = handles.alloc()) {
            dialer.dial(dialing);
            dialing.await();
            return new HelveWire(handles, (Stream) dialing.check().getOutput(0), conversation);
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
