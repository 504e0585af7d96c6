package io.helve.bench.sp;

import io.helve.message.Message;
import io.helve.sp.SpSocket;

/** Sends a message, and sends it again each time it has come back. */
final class HelveAsker extends HelveActor {
    private final Trips trips;
    private final Message first;
    private boolean sending;
    private long beganAt;

    HelveAsker(HelvePeer peer, SpSocket socket, Tally tally, Work work, int size) {
        super(peer, socket, tally, work);
        trips = work.trips();
        first = peer.sockets().messages().alloc(size);
    }

    @Override
    void begin() {
        beganAt = System.nanoTime();
        send(first);
    }

    private void send(Message message) {
        sending = true;
        aio.setMessage(message);
        socket.send(aio);
    }

    @Override
    void completed() {
        if (sending) {
            sending = false;
            socket.receive(aio);
            return;
        }
        long now = System.nanoTime();
        trips.add(now - beganAt);
        tally.add();
        beganAt = now;
        if (work.isEnding()) {
            work.ended();
        } else {
            send(aio.getMessage());
        }
    }
}
