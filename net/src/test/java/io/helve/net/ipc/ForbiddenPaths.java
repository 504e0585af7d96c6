package io.helve.net.ipc;

import io.helve.aio.Aio;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamConfig.Transport;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;

/**
 * Listens and dials where that is forbidden, and prints the errors: the program that {@link ForbiddenPathTest} starts.
 */
final class ForbiddenPaths {
    private ForbiddenPaths() {}

    /** Takes a folder that cannot be written, a socket without permissions, and a folder without any. */
    public static void main(String[] args) throws InterruptedException {
        try (AioRuntime runtime = AioRuntime.open()) {
            for (Transport backend : new Transport[] {Transport.NIO, Transport.EPOLL}) {
                runtime.service(StreamControl.class).configure(StreamConfig.DEFAULTS.withTransport(backend));
                listen(runtime, args[0] + "/socket");
                dial(runtime, args[1]);
                dial(runtime, args[2] + "/socket");
            }
        }
    }

    private static void listen(AioRuntime runtime, String path) {
        try (StreamListener listener = StreamFactory.of(runtime).listener("ipc://" + path)) {
            listener.listen();
            System.out.println("listening OK");
        } catch (AioException e) {
            System.out.println("listening " + e.getMessage());
        }
    }

    private static void dial(AioRuntime runtime, String path) throws InterruptedException {
        try (Aio aio = runtime.factory().alloc();
                StreamDialer dialer = StreamFactory.of(runtime).dialer("ipc://" + path)) {
            dialer.dial(aio);
            aio.await();
            System.out.println("dialing " + aio.result());
        }
    }
}
