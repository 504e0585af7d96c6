package io.helve.shell.stream;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ConnectionDiagnosis;
import io.helve.shell.failure.ExitCode;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** Creates dialers and listeners with the options of the command line, and waits for their connections. */
final class StreamConnector {
    private final AioFactory factory;
    private final StreamFactory streams;
    private final Consumer<StreamEndpoint> options;

    StreamConnector(AioFactory factory, StreamFactory streams, Consumer<StreamEndpoint> options) {
        this.factory = factory;
        this.streams = streams;
        this.options = options;
    }

    /** {@return whether listening at a URL means receiving datagrams} */
    static boolean isDatagrams(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith("udp");
    }

    StreamDialer dialer(String url) throws CommandException {
        return make(url, streams::dialer);
    }

    /** {@return a listener that is bound} */
    StreamListener listener(String url) throws CommandException {
        StreamListener listener = make(url, streams::listener);
        return bound(url, listener, listener::listen);
    }

    /** {@return a datagram socket that is bound} */
    DatagramEndpoint datagrams(String url) throws CommandException {
        DatagramEndpoint endpoint = make(url, streams::datagrams);
        return bound(url, endpoint, endpoint::bind);
    }

    private <E extends StreamEndpoint> E make(String url, Function<String, E> maker) throws CommandException {
        E endpoint;
        try {
            endpoint = maker.apply(url);
        } catch (AioException e) {
            if (e.error() == AioError.ENOTSUP) {
                throw new CommandException(
                        ExitCode.USAGE,
                        url + ": there is nothing here for such a URL; there is "
                                + String.join(", ", streams.schemes()));
            }
            throw ConnectionDiagnosis.of(ExitCode.USAGE, url, "is not usable", e);
        }
        try {
            options.accept(endpoint);
            return endpoint;
        } catch (AioException e) {
            endpoint.close();
            throw ConnectionDiagnosis.of(ExitCode.USAGE, url, "an option does not fit", e);
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
    }

    private static <E extends StreamEndpoint> E bound(String url, E endpoint, Runnable binding)
            throws CommandException {
        try {
            binding.run();
            return endpoint;
        } catch (AioException e) {
            endpoint.close();
            throw ConnectionDiagnosis.of(ExitCode.CONNECT, url, "could not listen", e);
        }
    }

    /** {@return the URL of a bound endpoint, with the port that the system has chosen for port 0} */
    static StreamUrl where(StreamEndpoint endpoint, SocketAddress bound) {
        StreamUrl url = endpoint.url();
        return bound instanceof InetSocketAddress inet ? url.withAddress(url.host(), inet.getPort()) : url;
    }

    /** Dials, and waits for the connection. */
    Stream dial(StreamDialer dialer, String url) throws CommandException, InterruptedException {
        try (Aio aio = factory.alloc()) {
            await(dialer::dial, aio);
            return stream(aio, url, "could not connect");
        }
    }

    /** Waits for the next connection. */
    Stream accept(StreamListener listener, String url) throws CommandException, InterruptedException {
        try (Aio aio = factory.alloc()) {
            do {
                await(listener::accept, aio);
                // the listener pauses while the process has no file descriptors left, then goes on
            } while (aio.result() == AioError.ENOFILES);
            return stream(aio, url, "could not accept a connection");
        }
    }

    private static void await(Consumer<Aio> operation, Aio aio) throws InterruptedException {
        operation.accept(aio);
        try {
            aio.await();
        } catch (InterruptedException e) {
            aio.stop();
            if (aio.getOutput(0) instanceof Stream late) {
                late.close();
            }
            throw e;
        }
    }

    private static Stream stream(Aio aio, String url, String act) throws CommandException {
        if (aio.getOutput(0) instanceof Stream stream && aio.result() == AioError.OK) {
            return stream;
        }
        throw ConnectionDiagnosis.of(ExitCode.CONNECT, url, act, aio);
    }
}
