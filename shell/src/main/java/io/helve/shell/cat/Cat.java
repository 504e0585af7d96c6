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
import java.io.IOException;
import java.io.OutputStream;

/** Opens a socket, brings its addresses up in their order, and has a {@link CatSession} until that ends. */
public final class Cat {
    private final CatSettings settings;
    private final OutputStream standard;

    /**
     * What the arguments ask for.
     *
     * @throws CatException if they do not go together
     */
    public Cat(CatArguments arguments, OutputStream standard) throws CatException {
        this.settings = arguments.settings();
        this.standard = standard;
    }

    /**
     * Does it.
     *
     * @throws CatException if something with sockets fails
     * @throws IOException if standard output does
     */
    public void run(SpSockets sockets) throws CatException, IOException, InterruptedException {
        MessagePrinter output = new MessagePrinter(standard, settings.format());
        try (SpSocket socket = open(sockets)) {
            for (Address address : settings.addresses()) {
                String url = address.dialed() ? dial(socket, address.url()) : listen(socket, address.url());
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

    private String listen(SpSocket socket, String url) throws CatException {
        SpListener listener;
        try {
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
        // somebody must get to know a port that was chosen
        return (listener.url().port() == 0 ? listener.dialUrl() : listener.url()).toString();
    }

    private void secure(SpEndpoint endpoint) throws CatException {
        try {
            endpoint.set(StreamOptions.TLS, settings.tls());
        } catch (AioException e) {
            if (e.error() != AioError.ENOTSUP) { // it has no need of it
                throw CatException.of("Unable to configure TLS", e);
            }
        }
    }
}
