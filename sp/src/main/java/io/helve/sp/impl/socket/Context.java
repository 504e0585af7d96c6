package io.helve.sp.impl.socket;

import io.helve.sp.SpContext;
import io.helve.sp.SpOption;
import io.helve.sp.SpSocket;
import io.helve.sp.impl.contract.OptionSet;
import io.helve.sp.impl.contract.ProtocolContext;
import io.helve.sp.impl.pipe.DeferredActions;

/** A context: one more protocol context over a socket's pipes. */
final class Context extends MessageChannel implements SpContext {
    private final Socket socket;

    Context(int id, Socket socket, ProtocolContext protocolContext, OptionSet options) {
        super(id, protocolContext, options);
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
        try (DeferredActions actions = socket.enter()) {
            if (closeContext(actions)) {
                socket.forget(this);
            }
        }
    }

    @Override
    public String toString() {
        return "context " + id + " of " + socket;
    }
}
