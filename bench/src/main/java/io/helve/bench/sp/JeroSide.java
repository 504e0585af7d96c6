package io.helve.bench.sp;

import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Sockets of JeroMQ's, each with a thread, which alone uses it. */
final class JeroSide implements Side {
    /** After which time in vain a thread looks whether it shall go on. */
    private static final int LOOK_MILLIS = 20;

    private final JeroPeer peer;
    private final Role role;
    private final Work work;
    private final List<Thread> threads = new ArrayList<>();
    private String url;
    private volatile boolean closing;

    JeroSide(JeroPeer peer, Role role, Work work) {
        this.peer = peer;
        this.role = role;
        this.work = work;
        url = role.url();
    }

    void open() {
        for (int i = 0; i < role.sockets(); i++) {
            ZMQ.Socket socket = connect();
            Tally tally = work.tally(i);
            Thread thread = new Thread(() -> run(socket, tally), "bench-" + role.protocol());
            thread.setDaemon(true);
            threads.add(thread);
        }
        if (role.function() == Role.Function.ECHO || role.function() == Role.Function.SINK) {
            start();
        }
    }

    private ZMQ.Socket connect() {
        ZMQ.Socket socket = peer.context().socket(type());
        socket.setLinger(0);
        socket.setReceiveTimeOut(LOOK_MILLIS);
        socket.setSendTimeOut(LOOK_MILLIS);
        if (role.protocol().equals("sub")) {
            socket.subscribe(new byte[0]);
        }
        try {
            if (role.listens()) {
                bind(socket);
                url = socket.getLastEndpoint();
            } else {
                socket.connect(role.url());
            }
            return socket;
        } catch (ZMQException e) {
            socket.close();
            throw e;
        }
    }

    /** What it calls ipc is a port made of the path's hash, which may be in use: then another path is tried. */
    private void bind(ZMQ.Socket socket) {
        String wanted = role.url().replace("127.0.0.1:0", "127.0.0.1:*");
        for (int i = 0; ; i++) {
            try {
                socket.bind(i == 0 ? wanted : wanted + "-" + i);
                return;
            } catch (ZMQException e) {
                if (!wanted.startsWith("ipc:") || i == 10) {
                    throw e;
                }
            }
        }
    }

    private SocketType type() {
        return switch (role.protocol()) {
            case "pair" -> SocketType.PAIR;
            case "req" -> SocketType.REQ;
            case "rep" -> SocketType.REP;
            case "push" -> SocketType.PUSH;
            case "pull" -> SocketType.PULL;
            case "pub" -> SocketType.PUB;
            case "sub" -> SocketType.SUB;
            default -> throw new IllegalArgumentException("no such protocol: " + role.protocol());
        };
    }

    private void run(ZMQ.Socket socket, Tally tally) {
        try (socket) {
            switch (role.function()) {
                case ECHO -> echo(socket, tally);
                case ASK -> ask(socket, tally);
                case SINK -> sink(socket, tally);
                case SOURCE -> source(socket, tally);
            }
        } catch (RuntimeException e) {
            work.failed(e);
        }
    }

    private void echo(ZMQ.Socket socket, Tally tally) {
        for (byte[] message = receive(socket); message != null; message = receive(socket)) {
            if (!send(socket, message)) {
                return;
            }
            tally.add();
        }
    }

    private void ask(ZMQ.Socket socket, Tally tally) {
        Trips trips = work.trips();
        byte[] message = new byte[role.size()];
        long beganAt = System.nanoTime();
        while (!work.isEnding() && send(socket, message)) {
            message = receive(socket);
            if (message == null) {
                return;
            }
            long now = System.nanoTime();
            trips.add(now - beganAt);
            tally.add();
            beganAt = now;
        }
        work.ended();
        lingers();
    }

    private void sink(ZMQ.Socket socket, Tally tally) {
        while (receive(socket) != null) {
            tally.add();
        }
    }

    private void source(ZMQ.Socket socket, Tally tally) {
        while (!work.isEnding() && send(socket, new byte[role.size()])) {
            tally.add();
        }
        work.ended();
        lingers();
    }

    /** {@return whether it was sent; otherwise this is being closed} */
    private boolean send(ZMQ.Socket socket, byte[] message) {
        while (!socket.send(message)) {
            if (closing) {
                return false;
            }
        }
        return true;
    }

    /** {@return the message, or null if this is being closed} */
    private byte[] receive(ZMQ.Socket socket) {
        byte[] message = socket.recv();
        while (message == null && !closing) {
            message = socket.recv();
        }
        return message;
    }

    /** What was sent shall arrive. */
    private synchronized void lingers() {
        while (!closing) {
            try {
                wait();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public Work work() {
        return work;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
