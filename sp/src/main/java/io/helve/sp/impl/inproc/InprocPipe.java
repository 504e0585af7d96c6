package io.helve.sp.impl.inproc;

import io.helve.aio.AioError;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.sp.provider.SpPipeLink;
import io.helve.sp.provider.SpTransportPipe;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.net.SocketAddress;

/** One side of an inproc connection. The two sides of its {@link SpPipeLink} join the two sockets. */
final class InprocPipe implements SpTransportPipe {
    /** The address of both sides: the name of the listener. */
    static final class Address extends SocketAddress {
        private static final long serialVersionUID = 1L;
        private final String url;

        Address(StreamUrl url) {
            this.url = url.toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address && address.url.equals(url);
        }

        @Override
        public int hashCode() {
            return url.hashCode();
        }

        @Override
        public String toString() {
            return url;
        }
    }

    private final Address address;
    private final SpPipeLink link;

    /**
     * The other side. The field is null once this side is closed, so that a reference to this pipe does not retain the
     * tenant of the other socket.
     */
    private volatile InprocPipe peer;

    /** The socket's pipe, from when this side is attached until it is closed; null otherwise. */
    private volatile SpPipeEnd end;

    private volatile boolean closed;

    private InprocPipe(Address address, SpPipeLink link) {
        this.address = address;
        this.link = link;
    }

    /**
     * Makes a connection.
     *
     * @param url the name of the connection
     * @param link one side of the link
     * @return the side of the connection that uses this side of the link; the other side is its {@link #peer}
     */
    static InprocPipe connect(StreamUrl url, SpPipeLink link) {
        Address address = new Address(url);
        InprocPipe one = new InprocPipe(address, link);
        one.peer = new InprocPipe(address, link.opposite());
        one.peer.peer = one;
        return one;
    }

    InprocPipe peer() {
        return peer;
    }

    @Override
    public SpPipeLink link() {
        return link;
    }

    @Override
    public void attach(SpPipeEnd newEnd) {
        end = newEnd;
        InprocPipe other = peer;
        if (closed) {
            end = null;
        } else if (other != null && other.closed) {
            newEnd.closed(AioError.ECONNSHUT);
        }
    }

    @Override
    public void sendable() {} // not called: the link signals the other socket

    @Override
    public void receivable() {}

    @Override
    public <T> T get(StreamProperty<T> property) {
        boolean known = property == StreamProperty.LOCAL_ADDRESS || property == StreamProperty.REMOTE_ADDRESS;
        return known ? property.type().cast(address) : null;
    }

    @Override
    public void close() {
        closed = true;
        InprocPipe other = peer;
        SpPipeEnd opposite = other == null ? null : other.end; // a side that is attached later checks closed
        end = null;
        peer = null;
        if (opposite != null) {
            opposite.closed(AioError.ECONNSHUT);
        }
    }
}
