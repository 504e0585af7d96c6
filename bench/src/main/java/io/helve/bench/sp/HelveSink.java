package io.helve.bench.sp;

import io.helve.sp.SpSocket;

/** Receives. */
final class HelveSink extends HelveActor {
    HelveSink(HelvePeer peer, SpSocket socket, Tally tally, Work work) {
        super(peer, socket, tally, work);
    }

    @Override
    void begin() {
        socket.receive(aio);
    }

    @Override
    void completed() {
        aio.getMessage().free();
        tally.add();
        socket.receive(aio);
    }
}
