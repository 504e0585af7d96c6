package io.helve.net.socket;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import java.util.Locale;

/** Fails in several ways, and prints the errors: the program that {@link SocketLanguageTest} starts. */
final class SocketFailures {
    private final AioRuntime runtime;
    private final StreamFactory streams;

    private SocketFailures(AioRuntime runtime) {
        this.runtime = runtime;
        streams = runtime.service(StreamFactory.class);
    }

    /** Prints a line for each failure. */
    public static void main(String[] args) throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            runtime.service(StreamControl.class)
                    .configure(
                            StreamConfig.DEFAULTS.withTransport(Transport.valueOf(args[0].toUpperCase(Locale.ROOT))));
            new SocketFailures(runtime).fail(args[1]);
        }
    }

    private void fail(String directory) throws InterruptedException {
        StreamListener listener = streams.listener("tcp://127.0.0.1:0");
        listener.listen();
        String url = listener.dialUrl().toString();
        System.out.println("second listener " + listening(url));
        System.out.println("address of nobody " + listening("tcp://192.0.2.1:0"));
        listener.close();
        AioError refused = dialing(url);
        while (refused == AioError.OK) { // the listener closes a moment later
            refused = dialing(url);
        }
        System.out.println("nobody listens " + refused);
        System.out.println("no socket file " + dialing("ipc://" + directory + "/missing"));
    }

    private AioError listening(String url) {
        try (StreamListener listener = streams.listener(url)) {
            listener.listen();
            return AioError.OK;
        } catch (AioException e) {
            return e.error();
        }
    }

    private AioError dialing(String url) throws InterruptedException {
        try (Aio aio = runtime.factory().alloc();
                StreamDialer dialer = streams.dialer(url)) {
            dialer.dial(aio);
            aio.await();
            return aio.result();
        }
    }
}
