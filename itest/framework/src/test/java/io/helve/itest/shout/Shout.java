package io.helve.itest.shout;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;

/**
 * Answers requests. It listens in its constructor, where a failure would be final, because the component runtime does
 * not try again.
 */
public class Shout {
    /** The system property with the port to listen at. */
    public static final String PORT = "itest.shout.port";

    private final SpSocket socket;

    /**
     * Called by the component runtime.
     *
     * @param factory makes handles
     * @param sockets makes sockets
     */
    public Shout(AioFactory factory, SpSockets sockets) {
        this(factory, sockets, PORT);
    }

    Shout(AioFactory factory, SpSockets sockets, String port) {
        socket = sockets.open(SpProtocol.REP);
        socket.listen("tcp://127.0.0.1:" + System.getProperty(port));
        socket.receive(factory.alloc(this::answer));
    }

    private void answer(Aio request) {
        if (request.result() == AioError.OK) {
            socket.trySend(request.getMessage());
            socket.receive(request);
        }
    }

    /** Called by the component runtime. */
    public void stop() {
        socket.close();
    }
}
