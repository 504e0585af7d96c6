package io.helve.bench.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.atomic.LongAdder;

/** The JDK's asynchronous channels; they have no Unix domain sockets. */
final class JdkPeer implements StreamPeer {
    private final AsynchronousChannelGroup group;

    JdkPeer() throws IOException {
        group = AsynchronousChannelGroup.withFixedThreadPool(StreamPeer.threads(), task -> {
            Thread thread = new Thread(task, "bench-jdk");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String transport() {
        return "jdk";
    }

    @Override
    public boolean knows(String url) {
        return url.startsWith("tcp:");
    }

    @Override
    public String listen(String url, LongAdder received) throws IOException {
        AsynchronousServerSocketChannel listener =
                AsynchronousServerSocketChannel.open(group).bind(address(url), 1024);
        listener.accept(null, new CompletionHandler<AsynchronousSocketChannel, Void>() {
            @Override
            public void completed(AsynchronousSocketChannel accepted, Void none) {
                listener.accept(null, this);
                new JdkWire(accepted, new Served(received)).begin();
            }

            @Override
            public void failed(Throwable cause, Void none) {
                // the listener has been closed
            }
        });
        return "tcp://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private static InetSocketAddress address(String url) {
        URI uri = URI.create(url);
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    @Override
    public Connection echo(String url, int size, Trips trips) throws Exception {
        return connect(url, new EchoClient(size, trips));
    }

    @Override
    public Connection flow(String url, int size, Flow flow) throws Exception {
        return connect(url, new FlowClient(size, flow));
    }

    private Connection connect(String url, Conversation conversation) throws Exception {
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group);
        channel.connect(address(url)).get();
        return new JdkWire(channel, conversation);
    }

    @Override
    public void close() {
        try {
            group.shutdownNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
