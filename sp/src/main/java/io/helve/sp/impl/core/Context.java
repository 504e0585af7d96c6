package io.helve.sp.impl.core;

import io.helve.sp.SpContext;
import io.helve.sp.SpOption;
import io.helve.sp.SpSocket;

/** A context: one more exchange over a socket's pipes. */
final class Context extends Channel implements SpContext {
    private final Socket socket;

    Context(int id, Socket socket, Exchange exchange, Options options) {
        super(id, exchange, options);
        this.socket = socket;
    }

    @Override
    Socket owner() {
        return socket;
    }

    @Override
    public SpSocket socket() {
        return socket;
    }

    @Override
    public <T> SpContext set(SpOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    public void close() {
        Effects effects = socket.lock();
        try {
            if (closeExchange(effects)) {
                socket.forget(this);
            }
        } finally {
            socket.unlock();
        }
        socket.run(effects);
    }

    @Override
    public String toString() {
        return "context " + id + " of " + socket;
    }
}
