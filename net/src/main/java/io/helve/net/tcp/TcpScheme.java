package io.helve.net.tcp;

import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.OutputShutdown;
import io.helve.net.scheme.StreamOwner;
import io.helve.net.scheme.Upgrade;
import io.helve.stream.StreamOption;
import io.helve.stream.StreamOptions;
import io.helve.stream.StreamProperty;
import io.helve.stream.StreamUrl;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plain TCP: {@code tcp}, {@code tcp4}, {@code tcp6}. */
public final class TcpScheme extends InetScheme {
    private static final Upgrade NOTHING = new Upgrade() {
        @Override
        public void begin(Channel channel, Promise<EstablishedConnection> ready) {
            ready.setSuccess(EstablishedConnection.ofBytes(
                    name("tcp", channel), OutputShutdown.SHUTDOWN_OUTPUT, properties(channel)));
        }

        @Override
        public boolean isImmediate() {
            return true;
        }
    };

    /** The scheme. */
    public TcpScheme() {}

    @Override
    public Set<StreamOption<?>> dialerOptions() {
        return with(StreamOptions.LOCAL_ADDRESS);
    }

    @Override
    public Set<StreamOption<?>> listenerOptions() {
        return with(StreamOptions.BACKLOG);
    }

    @Override
    public Upgrade dialing(StreamUrl url, OptionValues options, StreamOwner owner) {
        return NOTHING;
    }

    @Override
    protected Upgrade accepting(StreamUrl url, OptionValues options, StreamOwner owner) {
        return NOTHING;
    }

    /**
     * Names a connection.
     *
     * @param scheme its scheme
     * @param channel its channel
     * @return the name, for messages
     */
    public static String name(String scheme, Channel channel) {
        return scheme + " " + channel.localAddress() + " - " + channel.remoteAddress();
    }

    /**
     * Collects the properties of a connection over IP.
     *
     * @param channel its channel
     * @return a new map, for several threads
     */
    public static Map<StreamProperty<?>, Object> properties(Channel channel) {
        Map<StreamProperty<?>, Object> properties = new ConcurrentHashMap<>();
        if (channel.localAddress() != null) {
            properties.put(StreamProperty.LOCAL_ADDRESS, channel.localAddress());
        }
        if (channel.remoteAddress() != null) {
            properties.put(StreamProperty.REMOTE_ADDRESS, channel.remoteAddress());
        }
        return properties;
    }
}
