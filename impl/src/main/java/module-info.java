/** The implementation of Helve's handles: completion pool, expiry, timers and files. */
module io.helve.impl {
    requires io.helve.api;
    requires static com.google.errorprone.annotations;
    requires static osgi.annotation;
    requires static osgi.core;
    requires static org.osgi.service.component;
    requires static org.osgi.service.component.annotations;
    requires static org.osgi.service.metatype.annotations;

    uses io.helve.aio.AioRuntime.Extension;

    provides io.helve.aio.AioRuntime.Provider with
            io.helve.impl.standalone.StandaloneProvider;
}
