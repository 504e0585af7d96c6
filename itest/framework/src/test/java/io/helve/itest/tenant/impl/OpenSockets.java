package io.helve.itest.tenant.impl;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.stream.StreamProperty;
import java.util.function.Consumer;

/** Sockets that nobody closes, with operations that wait. */
final class OpenSockets {
    private final SpSockets sockets;
    private final AioFactory factory;
    private final Consumer<Aio> ended;

    OpenSockets(SpSockets sockets, AioFactory factory, Consumer<Aio> ended) {
        this.sockets = sockets;
        this.factory = factory;
        this.ended = ended;
    }

    /** Six operations are pending then. */
    void leave(String url) throws InterruptedException {
        SpSocket rep = sockets.open(SpProtocol.REP);
        SpSocket req = sockets.open(SpProtocol.REQ);
        for (SpPipeEvent event : SpPipeEvent.values()) {
            rep.onPipe(event, pipe -> pipe.get(StreamProperty.REMOTE_ADDRESS));
        }
        String dialed = rep.listen(url).dialUrl().toString();
        req.dial(dialed);
        req.send(sockets.messages().of("never answered"));
        req.receive(pending());
        rep.receive();
        rep.openContext().receive(pending());

        SpSocket surveyor = sockets.open(SpProtocol.SURVEYOR);
        surveyor.dialer(dialed).startInBackground(); // in vain, again and again
        SpSocket sub = sockets.open(SpProtocol.SUB);
        sub.subscribe("anything");
        sub.receive(pending());
        Aio send = pending();
        send.setMessage(sockets.messages().of("nobody is there"));
        sockets.open(SpProtocol.PUSH).send(send);
        sockets.device(sockets.openRaw(SpProtocol.REP), sockets.openRaw(SpProtocol.REQ), pending());
        sockets.open(SpProtocol.PAIR0).receive(pending());
    }

    private Aio pending() {
        return factory.alloc(ended);
    }
}
