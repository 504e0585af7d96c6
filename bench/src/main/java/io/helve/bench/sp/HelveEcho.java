package io.helve.bench.sp;

import io.helve.sp.SpSocket;

/** Sends each message back. */
final class HelveEcho extends HelveActor {
    private boolean sending;

    HelveEcho(HelvePeer peer, SpSocket socket, Tally tally, Work work) {
        super(peer, socket, tally, work);
    }

    @Override
    void begin() {
        socket.receive(aio);
    }

    @Override
    void completed() {
        if (sending) {
            sending = false;
            tally.add();
            socket.receive(aio);
        } else {
            sending = true;
            aio.setMessage(aio.getMessage()); // the received message is sent next
            socket.send(aio);
        }
    }
}
