/** Asynchronous I/O handles: what users and providers of operations program against. */
module io.helve.api {
    requires static com.google.errorprone.annotations;
    requires static osgi.annotation;

    exports io.helve.aio;
    exports io.helve.aio.provider;
    exports io.helve.file;
    exports io.helve.message;
    exports io.helve.sp;
    exports io.helve.sp.provider;
    exports io.helve.stream;
    exports io.helve.stream.provider;

    uses io.helve.aio.AioRuntime.Provider;
}
