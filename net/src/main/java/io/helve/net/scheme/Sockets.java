package io.helve.net.scheme;

import io.helve.net.eventloop.LoopMemory;
import io.helve.net.eventloop.LoopReads;
import io.helve.net.eventloop.MemoryGate;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannelConfig;
import java.util.Map;

/** Sets up the channels of connections. */
public final class Sockets {
    /** Reads once at a time: whether another read follows is decided when the data has been dealt with. */
    private static final RecvByteBufAllocator READS =
            new AdaptiveRecvByteBufAllocator(64, 2048, 64 << 10).maxMessagesPerRead(1);

    private static final Map<StreamOption<?>, ChannelOption<?>> OPTIONS = Map.of(
            StreamOptions.TCP_NODELAY, ChannelOption.TCP_NODELAY,
            StreamOptions.TCP_KEEPALIVE, ChannelOption.SO_KEEPALIVE,
            StreamOptions.KERNEL_SEND_BUFFER, ChannelOption.SO_SNDBUF,
            StreamOptions.KERNEL_RECEIVE_BUFFER, ChannelOption.SO_RCVBUF);

    private static final String GATE = "gate";

    private Sockets() {}

    /**
     * Names the I/O backend that carries a channel, as users see it.
     *
     * @param channel the channel
     * @return {@code nio}, {@code epoll} or {@code io_uring}
     */
    public static String transport(Channel channel) {
        String name = channel.getClass().getSimpleName();
        return name.startsWith("Nio") ? "nio" : name.startsWith("Epoll") ? "epoll" : "io_uring";
    }

    /**
     * Says whether the kernel keeps using buffers after a call of read or flush has returned, as with io_uring.
     *
     * @param channel the channel
     * @return whether it does
     */
    public static boolean isAsynchronous(Channel channel) {
        return transport(channel).equals("io_uring");
    }

    /**
     * Says whether a channel stays open when its peer ends its side. Netty keeps TCP channels half open with every kind
     * of I/O, and channels of Unix domain sockets only with epoll, although those of io_uring have the option.
     *
     * @param channel the channel
     * @return whether it stays open
     */
    public static boolean keepsHalfOpen(Channel channel) {
        return channel.config() instanceof SocketChannelConfig
                || transport(channel).equals("epoll");
    }

    /**
     * Gives a new channel the memory of its event loop. With io_uring, where the kernel uses buffers after a call has
     * returned, the channel uses Netty's own memory.
     *
     * @param channel the channel, which has no handlers yet
     * @param memory the memory
     */
    public static void use(Channel channel, LoopMemory memory) {
        if (isAsynchronous(channel)) {
            channel.config().setRecvByteBufAllocator(READS);
        } else if (channel instanceof DatagramChannel) {
            channel.config().setRecvByteBufAllocator(LoopReads.ofDatagrams(memory));
        } else {
            channel.config().setRecvByteBufAllocator(LoopReads.ofBytes(memory));
            channel.config().setAllocator(memory.heap());
            channel.pipeline().addFirst(GATE, new MemoryGate(memory));
        }
    }

    /**
     * Adds a handler next to the socket.
     *
     * @param pipeline the pipeline
     * @param handler the handler
     */
    public static void addFirst(ChannelPipeline pipeline, ChannelHandler handler) {
        if (pipeline.get(GATE) == null) {
            pipeline.addFirst(handler);
        } else {
            pipeline.addAfter(GATE, null, handler);
        }
    }

    /**
     * Returns the gate of a channel.
     *
     * @param channel the channel
     * @return the gate, or null with io_uring and for datagrams
     */
    public static MemoryGate gate(Channel channel) {
        return (MemoryGate) channel.pipeline().get(GATE);
    }

    /**
     * Applies the options of a connection to its new channel.
     *
     * @param channel the channel
     * @param options the options of the dialer or listener
     */
    public static void configure(Channel channel, OptionValues options) {
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        OPTIONS.forEach((option, nettys) -> apply(channel, options, option, nettys));
    }

    @SuppressWarnings("unchecked")
    private static <T> void apply(
            Channel channel, OptionValues options, StreamOption<?> option, ChannelOption<T> target) {
        Object value = options.has(option) ? options.get(option) : null;
        if (value != null) {
            channel.config().setOption(target, (T) value);
        }
    }
}
