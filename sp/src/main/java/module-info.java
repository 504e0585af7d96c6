/** The Scalability Protocols: messages, sockets, protocols, and transports. */
module io.helve.sp {
    requires io.helve.api;
    requires static com.google.errorprone.annotations;
    requires static osgi.annotation;
    requires static osgi.core;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;

    uses io.helve.sp.provider.SpTransport;

    provides io.helve.aio.AioRuntime.Extension with
            io.helve.sp.impl.standalone.SocketsExtension;
}
