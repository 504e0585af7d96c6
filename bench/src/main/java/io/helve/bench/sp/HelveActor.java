package io.helve.bench.sp;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.sp.SpSocket;

/** A socket with one handle, whose callback starts the socket's next operation. */
abstract class HelveActor implements AutoCloseable {
    final SpSocket socket;
    final Tally tally;
    final Work work;
    final Aio aio;

    HelveActor(HelvePeer peer, SpSocket socket, Tally tally, Work work) {
        this.socket = socket;
        this.tally = tally;
        this.work = work;
        aio = peer.handles().alloc(this::ended);
    }

    private void ended(Aio done) {
        AioError result = done.result();
        if (result == AioError.OK) {
            completed();
        } else if (result != AioError.ECLOSED && result != AioError.ESTOPPED) {
            work.failed(new AioException(result, socket.toString()));
        }
    }

    /** Starts the first operation. */
    abstract void begin();

    /** Handles the success of an operation. */
    abstract void completed();

    @Override
    public void close() {
        aio.close();
    }
}
