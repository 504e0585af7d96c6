package io.helve.itest.loop;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.provider.AioOperation;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamUrl;

/** Connects at once. */
final class LoopDialer implements StreamDialer {
    private final StreamUrl url;
    private final LoopSession session;

    LoopDialer(StreamUrl url, LoopSession session) {
        this.url = url;
        this.session = session;
    }

    @Override
    public void dial(Aio aio) {
        AioOperation operation = AioOperation.start(aio, null);
        if (operation != null) {
            LoopStream stream = new LoopStream(session);
            session.add(stream);
            operation.setOutput(0, stream);
            operation.finish(AioError.OK, 0);
        }
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
        // streams stay open
    }

    @Override
    public void stop() {
        close();
    }
}
