package com.example;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;

/** Answers each request with a greeting. */
final class Greeter implements AutoCloseable {
    private final SpSocket rep;
    private final Aio aio;

    Greeter(SpSockets sockets, AioFactory factory, String url) {
        rep = sockets.open(SpProtocol.REP);
        aio = factory.alloc(this::answer);
        rep.listen(url);
        rep.receive(aio);
    }

    private void answer(Aio request) {
        if (request.result() == AioError.OK) {
            request.getMessage().insert("hello, ".getBytes());
            rep.trySend(request.getMessage());
            rep.receive(request);
        }
    }

    @Override
    public void close() {
        rep.close();
        aio.close();
    }
}
