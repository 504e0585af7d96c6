package io.helve.examples.workers;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** A service with four workers, and a client that asks twenty questions at once. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        String url = args.length > 0 ? args[0] : "tcp://127.0.0.1:5555";
        try (AioRuntime runtime = AioRuntime.open();
                PrimeService service = new PrimeService(runtime.factory(), SpSockets.of(runtime), url, 4);
                PrimeClient client = new PrimeClient(runtime.factory(), SpSockets.of(runtime), url)) {
            List<CompletableFuture<String>> answers = LongStream.range(0, 20)
                    .mapToObj(i -> client.ask(1_000_000_000_000L + i))
                    .toList();
            answers.forEach(answer -> System.out.println(answer.join()));
        }
    }
}
