/** Byte streams over Netty: tcp, tls, ipc, ws, wss and udp. */
module io.helve.net {
    requires io.helve.api;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires static com.google.errorprone.annotations;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires static osgi.annotation;
    requires static osgi.core;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;

    uses io.helve.stream.provider.StreamProvider;

    provides io.helve.aio.AioRuntime.Extension with
            io.helve.net.standalone.NetExtension;
}
