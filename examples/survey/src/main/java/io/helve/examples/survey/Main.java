package io.helve.examples.survey;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.time.Duration;
import java.util.Optional;

/** Three members, one of which never says a word. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "tcp://127.0.0.1:5558";
        try (AioRuntime runtime = AioRuntime.open()) {
            AioFactory factory = runtime.factory();
            SpSockets sockets = SpSockets.of(runtime);
            try (Surveyor surveyor = new Surveyor(sockets, url, Duration.ofMillis(500), 3);
                    Member ada = new Member(factory, sockets, url, question -> Optional.of("Ada"));
                    Member bob = new Member(factory, sockets, url, question -> Optional.of("Bob"));
                    Member shy = new Member(factory, sockets, url, question -> Optional.empty())) {
                surveyor.awaitMembers();
                System.out.println("Who is there? " + surveyor.ask("who is there?"));
            }
        }
    }
}
