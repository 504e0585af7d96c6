package io.helve.sp.impl.inproc;

import io.helve.aio.AioError;
import io.helve.sp.impl.pipe.MessageRing;
import io.helve.sp.impl.pipe.Pipe;
import io.helve.sp.provider.SpPipeEnd;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import java.net.SocketAddress;

/** One side of a connection: its two rings are the other side's, the other way round. */
final class InprocPipe implements Pipe.Linked {
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
    private final MessageRing out;
    private final MessageRing in;

    /**
     * The other side; null once this one is closed, so that who keeps this pipe keeps nothing of the other socket's
     * tenant.
     */
    private volatile InprocPipe peer;

    /** The socket's pipe, from when this side is attached until it is closed; null otherwise. */
    private volatile Pipe end;

    private volatile boolean closed;

    private InprocPipe(Address address, MessageRing out, MessageRing in) {
        this.address = address;
        this.out = out;
        this.in = in;
    }

    /** {@return one side of a new connection; its {@link #peer} is the other one} */
    static InprocPipe connect(StreamUrl url) {
        Address address = new Address(url);
        MessageRing there = new MessageRing();
        MessageRing back = new MessageRing();
        InprocPipe one = new InprocPipe(address, there, back);
        one.peer = new InprocPipe(address, back, there);
        one.peer.peer = one;
        return one;
    }

    InprocPipe peer() {
        return peer;
    }

    @Override
    public MessageRing out() {
        return out;
    }

    @Override
    public MessageRing in() {
        return in;
    }

    @Override
    public void attach(SpPipeEnd newEnd) {
        end = (Pipe) newEnd;
        InprocPipe other = peer;
        if (closed) {
            end = null;
        } else if (other != null && other.closed) {
            newEnd.closed(AioError.ECONNSHUT);
        }
    }

    /** {@return the pipe of the other socket, or null; a side that is attached later looks for messages then} */
    private Pipe opposite() {
        InprocPipe other = peer;
        return other == null ? null : other.end;
    }

    @Override
    public void sendable() {
        Pipe opposite = opposite();
        if (opposite != null) {
            opposite.arrived();
        }
    }

    @Override
    public void receivable() {
        Pipe opposite = opposite();
        if (opposite != null) {
            opposite.room();
        }
    }

    @Override
    public <T> T get(StreamProperty<T> property) {
        boolean known = property == StreamProperty.LOCAL_ADDRESS || property == StreamProperty.REMOTE_ADDRESS;
        return known ? property.type().cast(address) : null;
    }

    @Override
    public void close() {
        closed = true;
        Pipe opposite = opposite();
        end = null;
        peer = null;
        if (opposite != null) {
            opposite.closed(AioError.ECONNSHUT);
        }
    }
}
