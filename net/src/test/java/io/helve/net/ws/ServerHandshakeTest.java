package io.helve.net.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.net.connect.StreamTenant;
import io.helve.net.eventloop.Network;
import io.helve.net.scheme.AcceptHandler;
import io.helve.net.scheme.EstablishedConnection;
import io.helve.net.scheme.OptionValues;
import io.helve.net.scheme.StreamOwner;
import io.helve.stream.StreamConfig;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a listener's handshake tells its port. */
class ServerHandshakeTest {
    private final List<String> events = new ArrayList<>();

    /** The listener's side that no connection reaches. */
    private record Listener(StreamOwner owner, OptionValues options) implements AcceptHandler {
        @Override
        public int waiting() {
            return 1;
        }

        @Override
        public int ready() {
            return 0;
        }

        @Override
        public void ready(Channel channel, EstablishedConnection connection) {}

        @Override
        public void failed(io.helve.aio.AioException cause) {}
    }

    private final class OnePath implements PathRoutes {
        private final PathRoute route;

        OnePath(PathRoute route) {
            this.route = route;
        }

        @Override
        public PathRoute oldest() {
            return route;
        }

        @Override
        public PathRoute find(String path) {
            return route;
        }

        @Override
        public void chosen(Channel channel, PathRoute found) {
            events.add("chosen");
        }
    }

    @Test
    void aPortForgetsAConnectionThatIsLostWithTheAnswer() {
        try (Network network = new Network(StreamConfig.DEFAULTS)) {
            PathRoute route = new PathRoute(
                    "/",
                    new Listener(new StreamTenant("test", network), new OptionValues("ws", WsScheme.own())),
                    Optional.empty());
            EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler() {
                @Override
                public void flush(ChannelHandlerContext context) {
                    context.close(); // as after a reset
                }
            });
            Promise<EstablishedConnection> ready = channel.eventLoop().newPromise();
            ready.addListener(over -> events.add(over.isSuccess() ? "ready" : "failed")); // where the port forgets it
            channel.closeFuture().addListener(closed -> ready.tryFailure(new IOException("closed")));
            EstablishedConnection below = EstablishedConnection.ofBytes("embedded", Channel::close, Map.of());
            new ServerHandshake(new OnePath(route), PortSecurity.of(route), new ProtocolSwitch(channel, below, ready))
                    .begin(channel);
            channel.writeInbound(Unpooled.copiedBuffer(RawPeer.request("/"), StandardCharsets.US_ASCII));
            assertEquals(List.of("chosen", "failed"), events);
            channel.finishAndReleaseAll();
        }
    }
}
