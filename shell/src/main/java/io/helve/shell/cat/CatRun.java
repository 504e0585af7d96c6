package io.helve.shell.cat;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.shell.cat.CatSettings.Address;
import io.helve.sp.SpDialer;
import io.helve.sp.SpEndpoint;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.io.OutputStream;

/** Opens a socket, dials and listens at the addresses in their order, and runs a {@link CatSession}. */
public final class CatRun {
    private final CatSettings settings;
    private final OutputStream standard;

    /**
     * Creates a run for arguments that were read.
     *
     * @throws CatException if options do not fit together
     */
    public CatRun(CatArguments arguments, OutputStream standard) throws CatException {
        this.settings = arguments.settings();
        this.standard = standard;
    }

    /**
     * Runs until the session has ended.
     *
     * @throws CatException if a socket fails
     * @throws IOException if standard output fails
     */
    public void run(SpSockets sockets) throws CatException, IOException, InterruptedException {
        MessagePrinter output = new MessagePrinter(standard, settings.format());
        try (SpSocket socket = open(sockets)) {
            for (Address address : settings.addresses()) {
                String url = address.dialed() ? dial(socket, address.url()) : listen(sockets, socket, address.url());
                if (settings.verbose()) {
                    output.line((address.dialed() ? "Connected to: " : "Listening at: ") + url);
                }
            }
            new CatSession(settings, socket, sockets.messages(), output).run();
        } finally {
            output.flush();
        }
    }

    private SpSocket open(SpSockets sockets) throws CatException {
        SpSocket socket;
        try {
            socket = sockets.open(settings.protocol()).set(SpOptions.RECEIVE_MAX, settings.receiveMax());
        } catch (AioException e) {
            throw CatException.of("Unable to open socket", e);
        }
        if (settings.protocol() == SpProtocol.SUB) {
            settings.topics().forEach(socket::subscribe);
        }
        return socket;
    }

    private String dial(SpSocket socket, String url) throws CatException, InterruptedException {
        SpDialer dialer;
        try {
            dialer = socket.dialer(url);
        } catch (AioException e) {
            throw CatException.of("Unable to create dialer for " + url, e);
        }
        secure(dialer);
        try {
            if (settings.background()) {
                dialer.startInBackground();
            } else {
                dialer.start();
            }
        } catch (AioException e) {
            throw CatException.of("Unable to dial on " + url, e);
        }
        return dialer.url().toString();
    }

    private String listen(SpSockets sockets, SpSocket socket, String url) throws CatException {
        SpListener listener;
        try {
            requireTransport(sockets, url);
            listener = socket.listener(url);
        } catch (AioException e) {
            throw CatException.of("Unable to create listener for " + url, e);
        }
        secure(listener);
        try {
            listener.start();
        } catch (AioException e) {
            throw CatException.of("Unable to listen on " + url, e);
        }
        // for port 0 the user must learn which port the system has chosen
        return (listener.url().port() == 0 ? listener.dialUrl() : listener.url()).toString();
    }

    /**
     * In a framework a listener would wait for its transport, which is no use for a command with a misspelled scheme.
     */
    private static void requireTransport(SpSockets sockets, String url) {
        String scheme = StreamUrl.parse(url).scheme();
        if (!sockets.schemes().contains(scheme)) {
            throw new AioException(
                    AioError.ENOTSUP,
                    "no transport for " + scheme + "://; schemes now: " + String.join(", ", sockets.schemes()));
        }
    }

    private void secure(SpEndpoint endpoint) throws CatException {
        try {
            endpoint.set(StreamOptions.TLS, settings.tls());
        } catch (AioException e) {
            if (e.error() != AioError.ENOTSUP) { // this transport has no TLS
                throw CatException.of("Unable to configure TLS", e);
            }
        }
    }
}
