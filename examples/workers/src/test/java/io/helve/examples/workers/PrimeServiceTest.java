package io.helve.examples.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrimeServiceTest {
    @Test
    void questionsThatAreAskedAtOnceGetTheirOwnAnswers() throws Exception {
        try (AioRuntime runtime = AioRuntime.open();
                PrimeService service =
                        new PrimeService(runtime.factory(), SpSockets.of(runtime), "inproc://primes", 3);
                PrimeClient client = new PrimeClient(runtime.factory(), SpSockets.of(runtime), "inproc://primes")) {
            List<CompletableFuture<String>> answers =
                    Stream.of(1L, 2L, 9L, 13L, 91L, 1_000_003L).map(client::ask).toList();
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertEquals(
                    List.of(
                            "1 is not a prime",
                            "2 is a prime",
                            "9 is not a prime",
                            "13 is a prime",
                            "91 is not a prime",
                            "1000003 is a prime"),
                    answers.stream().map(CompletableFuture::join).toList());
        }
    }
}
