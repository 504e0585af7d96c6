/** Asynchronous I/O handles: what users and providers of operations program against. */
@SuppressWarnings("module") // the modules to which the internal package is exported are compiled later
module io.helve.api {
    requires static java.management;
    requires static com.google.errorprone.annotations;
    requires static osgi.annotation;

    exports io.helve.aio;
    exports io.helve.aio.provider;
    exports io.helve.annotation;
    exports io.helve.file;
    exports io.helve.internal to
            io.helve.impl,
            io.helve.net,
            io.helve.ops,
            io.helve.shell,
            io.helve.sp;
    exports io.helve.message;
    exports io.helve.operator;
    exports io.helve.option;
    exports io.helve.sp;
    exports io.helve.sp.provider;
    exports io.helve.stream;
    exports io.helve.stream.provider;

    uses io.helve.aio.AioRuntime.Provider;
}
