package io.helve.itest.foreign;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamUrl;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;

/** What failures of channels are to a user of Helve. */
final class Failures {
    private Failures() {}

    static AioError of(IOException failure) {
        if (failure instanceof ConnectException) {
            return AioError.ECONNREFUSED;
        }
        if (failure instanceof BindException) {
            return AioError.EADDRINUSE;
        }
        return failure instanceof ClosedChannelException ? AioError.ECLOSED : AioError.ECONNRESET;
    }

    static AioException at(StreamUrl url, IOException failure) {
        return new AioException(of(failure), of(failure).message() + ": " + url, failure);
    }

    /** {@return the address of a URL; names are not resolved, because that would block} */
    static InetSocketAddress address(StreamUrl url) {
        boolean isAddress = url.host().matches("[0-9.]+|.*:.*");
        if (!isAddress && !url.isWildcard() || url.port() == StreamUrl.NO_PORT) {
            throw new AioException(AioError.EADDRINVAL, "needs an address and a port: " + url);
        }
        try {
            return url.isWildcard()
                    ? new InetSocketAddress(url.port())
                    : new InetSocketAddress(InetAddress.getByName(url.host()), url.port());
        } catch (UnknownHostException e) {
            throw new AioException(AioError.EADDRINVAL, "no address: " + url, e);
        }
    }
}
