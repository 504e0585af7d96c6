/**
 * Asynchronous I/O handles for OSGi and the Java module system. A handle, {@link io.helve.aio.Aio}, carries one
 * asynchronous operation at a time; its callback runs exactly once, it has a time limit, and it can be cancelled at any
 * moment. In OSGi a bundle gets its handles from the service {@link io.helve.aio.AioFactory}; a program without a
 * framework opens an {@link io.helve.aio.AioRuntime}.
 *
 * <h2>Where to begin</h2>
 *
 * <table class="striped">
 * <caption>The packages by what you want to do</caption>
 * <thead>
 * <tr><th scope="col">you want to</th><th scope="col">look at</th></tr>
 * </thead>
 * <tbody>
 * <tr><th scope="row">start, wait for and cancel operations; timers</th><td>{@link io.helve.aio}</td></tr>
 * <tr><th scope="row">read and write files</th><td>{@link io.helve.file}</td></tr>
 * <tr><th scope="row">move bytes over tcp, TLS, ipc, WebSocket, udp</th><td>{@link io.helve.stream}</td></tr>
 * <tr><th scope="row">send messages: pair, pub/sub, req/rep, push/pull, survey, bus</th><td>{@link io.helve.sp},
 * {@link io.helve.message}</td></tr>
 * <tr><th scope="row">see what runs, what waits, what has failed</th><td>{@link io.helve.aio.AioStatistics},
 * {@link io.helve.stream.StreamStatistics}, {@link io.helve.sp.SpStatistics},
 * {@link io.helve.remote.statistics.RemoteStatistics}, {@link io.helve.operator}</td></tr>
 * <tr><th scope="row">make operations of your own</th><td>{@link io.helve.aio.provider}</td></tr>
 * <tr><th scope="row">add a scheme of streams, or a transport of sockets</th><td>{@link io.helve.stream.provider},
 * {@link io.helve.sp.provider}</td></tr>
 * </tbody>
 * </table>
 *
 * <h2>Contracts that hold everywhere</h2>
 *
 * <ul>
 *   <li>Every started operation completes exactly once, with an {@link io.helve.aio.AioError}.
 *   <li>A mistake of the caller is a {@link NullPointerException}, an {@link IllegalArgumentException} or an
 *       {@link IllegalStateException} in all packages, thrown at once; {@link io.helve.aio.AioException} tells what an
 *       operation, a peer or the system says.
 *   <li>{@code close} ends an object. Objects that a bundle or program leaves open are closed with it.
 *   <li>{@code close} of a socket, stream, dialer or listener does not wait; {@code stop} does the same, and waits
 *       until the object has ended. {@code close} of a handle or a runtime waits for callbacks.
 *   <li>A method that may block says so. In a callback on a thread of Helve, blocking calls throw
 *       {@link IllegalStateException}.
 *   <li>{@link io.helve.annotation.ThreadSafe} and {@link io.helve.annotation.NotThreadSafe} tell which objects threads
 *       may share.
 * </ul>
 *
 * <p>The guide, with programs to copy from, is in the folders {@code docs/guide} and {@code examples} of the sources.
 */
@SuppressWarnings("module") // the modules to which the internal package is exported are compiled later
module io.helve.api {
    requires static java.management;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;
    requires static osgi.annotation;

    exports io.helve.aio;
    exports io.helve.aio.provider;
    exports io.helve.annotation;
    exports io.helve.file;
    exports io.helve.internal to
            io.helve.impl,
            io.helve.net,
            io.helve.ops,
            io.helve.remote,
            io.helve.shell,
            io.helve.sp;
    exports io.helve.message;
    exports io.helve.operator;
    exports io.helve.option;
    exports io.helve.remote.statistics;
    exports io.helve.sp;
    exports io.helve.sp.provider;
    exports io.helve.stream;
    exports io.helve.stream.provider;

    uses io.helve.aio.AioRuntime.Provider;
}
