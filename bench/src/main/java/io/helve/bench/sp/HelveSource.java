package io.helve.bench.sp;

import io.helve.message.Messages;
import io.helve.sp.SpSocket;

/** Sends each message as soon as the previous message was taken. */
final class HelveSource extends HelveActor {
    private final Messages messages;
    private final int size;

    HelveSource(HelvePeer peer, SpSocket socket, Tally tally, Work work, int size) {
        super(peer, socket, tally, work);
        messages = peer.sockets().messages();
        this.size = size;
    }

    @Override
    void begin() {
        aio.setMessage(messages.alloc(size));
        socket.send(aio);
    }

    @Override
    void completed() {
        tally.add();
        if (work.isEnding()) {
            work.ended();
        } else {
            begin();
        }
    }
}
