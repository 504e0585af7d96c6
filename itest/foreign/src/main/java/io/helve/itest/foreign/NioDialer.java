package io.helve.itest.foreign;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioCanceller;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connects streams to one address. */
final class NioDialer implements StreamDialer, AioCanceller {
    private final NioSession session;
    private final StreamUrl url;
    private final InetSocketAddress address;

    @GuardedBy("this")
    private final Map<AioOperation, PendingConnect> attempts = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    NioDialer(NioSession session, StreamUrl url) {
        this.session = session;
        this.url = url;
        address = Failures.address(url);
    }

    @Override
    public void dial(Aio aio) {
        AioOperation operation = AioOperation.start(aio, this);
        if (operation == null) {
            return;
        }
        PendingConnect attempt = new PendingConnect(session.loops(), new PendingConnect.ConnectListener() {
            @Override
            public void connected(SocketChannel channel) {
                NioDialer.this.connected(operation, channel);
            }

            @Override
            public void failed(AioError error, IOException cause) {
                forget(operation);
                operation.finish(error, 0, cause == null ? null : Failures.at(url, cause));
            }
        });
        AioError refused;
        synchronized (this) {
            refused = closed ? AioError.ECLOSED : operation.cancelReason();
            attempts.put(operation, attempt);
        }
        if (refused != null) {
            attempt.fail(refused, null);
        } else {
            attempt.start(address);
        }
    }

    private synchronized void forget(AioOperation operation) {
        attempts.remove(operation);
    }

    private void connected(AioOperation operation, SocketChannel channel) {
        forget(operation);
        NioStream stream;
        try {
            stream = NioStream.open(session, channel);
        } catch (IOException e) {
            operation.finish(Failures.of(e), 0, e);
            return;
        } catch (AioException e) {
            operation.finish(e.error(), 0, e);
            return;
        }
        operation.setOutput(0, stream);
        if (!operation.finish(AioError.OK, 0)) {
            stream.close(); // the operation has been ended by force
        }
    }

    @Override
    public void cancel(AioOperation operation, AioError reason) {
        PendingConnect attempt;
        synchronized (this) {
            attempt = attempts.get(operation);
        }
        if (attempt != null) {
            attempt.fail(reason, null);
        }
    }

    @Override
    public String describe() {
        return "dialing " + url;
    }

    @Override
    public StreamUrl url() {
        return url;
    }

    @Override
    public <T> StreamDialer set(StreamOption<T> option, T value) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public <T> T get(StreamOption<T> option) {
        throw new AioException(AioError.ENOTSUP, url + " has no option " + option);
    }

    @Override
    public void close() {
        List<PendingConnect> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(attempts.values());
        }
        session.remove(this);
        ending.forEach(attempt -> attempt.fail(AioError.ECLOSED, null));
    }

    @Override
    public void stop() {
        close();
    }
}
