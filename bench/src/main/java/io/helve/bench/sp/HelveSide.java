package io.helve.bench.sp;

import io.helve.sp.SpListener;
import io.helve.sp.SpSocket;
import java.util.ArrayList;
import java.util.List;

/** A side made of Helve's sockets. Each socket has one handle, whose callback starts the next operation. */
final class HelveSide implements Side {
    private final HelvePeer peer;
    private final Role role;
    private final Work work;
    private final List<SpSocket> sockets = new ArrayList<>();
    private final List<HelveActor> actors = new ArrayList<>();
    private String url;

    HelveSide(HelvePeer peer, Role role, Work work) {
        this.peer = peer;
        this.role = role;
        this.work = work;
        url = role.url();
    }

    void open() throws InterruptedException {
        for (int i = 0; i < role.sockets(); i++) {
            SpSocket socket = peer.sockets().open(role.spProtocol());
            sockets.add(socket);
            actors.add(actor(socket, work.tally(i)));
            if (role.protocol().equals("sub")) {
                socket.subscribe("");
            }
        }
        for (int i = 0; i < role.sockets(); i++) {
            if (!sends()) {
                actors.get(i).begin();
            }
            connect(sockets.get(i));
        }
    }

    private HelveActor actor(SpSocket socket, Tally tally) {
        return switch (role.function()) {
            case ECHO -> new HelveEcho(peer, socket, tally, work);
            case ASK -> new HelveAsker(peer, socket, tally, work, role.size());
            case SINK -> new HelveSink(peer, socket, tally, work);
            case SOURCE -> new HelveSource(peer, socket, tally, work, role.size());
        };
    }

    private boolean sends() {
        return role.function() == Role.Function.ASK || role.function() == Role.Function.SOURCE;
    }

    private void connect(SpSocket socket) throws InterruptedException {
        if (role.listens()) {
            SpListener listener = socket.listen(role.url());
            url = listener.dialUrl().toString();
        } else {
            socket.dial(role.url());
        }
    }

    @Override
    public String url() {
        return url;
    }

    /** Starts on a thread of its own: with inline callbacks the starting thread may run callbacks for a long time. */
    @Override
    public void start() {
        Thread starter = new Thread(() -> actors.forEach(HelveActor::begin), "bench-start");
        starter.setDaemon(true);
        starter.start();
    }

    @Override
    public Work work() {
        return work;
    }

    @Override
    public void close() {
        sockets.forEach(SpSocket::close);
        actors.forEach(HelveActor::close);
    }
}
