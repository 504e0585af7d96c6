package io.helve.bench.sp;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Sockets of JeroMQ's. */
final class JeroSide extends BlockingSide<ZMQ.Socket, byte[]> {
    private final JeroPeer peer;

    JeroSide(JeroPeer peer, Role role, Work work) {
        super(role, work);
        this.peer = peer;
    }

    @Override
    ZMQ.Socket socket() {
        ZMQ.Socket socket = peer.context().socket(type());
        socket.setLinger(0);
        socket.setReceiveTimeOut(LOOK_MILLIS);
        socket.setSendTimeOut(LOOK_MILLIS);
        if (role().protocol().equals("sub")) {
            socket.subscribe(new byte[0]);
        }
        return socket;
    }

    /** JeroMQ's ipc is a TCP port computed from the path; if that port is in use, the caller tries another path. */
    @Override
    String listen(ZMQ.Socket socket) {
        String wanted = role().url().replace("127.0.0.1:0", "127.0.0.1:*");
        for (int i = 0; ; i++) {
            try {
                socket.bind(i == 0 ? wanted : wanted + "-" + i);
                return socket.getLastEndpoint();
            } catch (ZMQException e) {
                if (!wanted.startsWith("ipc:") || i == 10) {
                    throw e;
                }
            }
        }
    }

    @Override
    void release(ZMQ.Socket socket) {
        socket.close();
    }

    @Override
    void dial(ZMQ.Socket socket) {
        socket.connect(role().url());
    }

    @Override
    boolean trySend(ZMQ.Socket socket, byte[] message) {
        return socket.send(message);
    }

    @Override
    byte[] tryReceive(ZMQ.Socket socket) {
        return socket.recv();
    }

    @Override
    byte[] make() {
        return new byte[role().size()];
    }

    @Override
    void drop(byte[] message) {
        // the collector does
    }

    private SocketType type() {
        return switch (role().protocol()) {
            case "pair" -> SocketType.PAIR;
            case "req" -> SocketType.REQ;
            case "rep" -> SocketType.REP;
            case "push" -> SocketType.PUSH;
            case "pull" -> SocketType.PULL;
            case "pub" -> SocketType.PUB;
            case "sub" -> SocketType.SUB;
            default -> throw new IllegalArgumentException("no such protocol: " + role().protocol());
        };
    }
}
