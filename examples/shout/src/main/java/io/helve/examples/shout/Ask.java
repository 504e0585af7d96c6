package io.helve.examples.shout;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends a request to a URL, and prints the reply. */
public final class Ask {
    private Ask() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println(ask(args[0], args[1]));
    }

    static String ask(String url, String question) throws InterruptedException {
        try (AioRuntime runtime = AioRuntime.open()) {
            SpSockets sockets = SpSockets.of(runtime);
            SpSocket req = sockets.open(SpProtocol.REQ); // the runtime closes it
            req.dial(url);
            req.send(sockets.messages().of(question));
            return new String(req.receive(Duration.ofSeconds(5)).toByteArray(), StandardCharsets.UTF_8);
        }
    }
}
