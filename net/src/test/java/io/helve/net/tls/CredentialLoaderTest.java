package io.helve.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.net.eventloop.BlockingCalls;
import io.helve.stream.TlsConfig;
import io.helve.testkit.CapturedLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Checks of credentials for which there is no thread or memory fail, and the next one is made. */
class CredentialLoaderTest {
    private final TlsConfig config = TlsTest.client().build();
    private final Queue<BlockingCalls.Call> submitted = new ArrayDeque<>();
    private final List<SSLContext> contexts = new ArrayList<>();
    private final List<AioError> failures = new ArrayList<>();
    private Throwable noThread;

    private final CredentialLoader loader =
            new CredentialLoader(new Credentials("dialer of this test", TlsSide.CLIENT), this::submit);

    private void submit(BlockingCalls.Call call) {
        if (noThread instanceof Error error) {
            throw error;
        }
        if (noThread instanceof RuntimeException exception) {
            throw exception;
        }
        submitted.add(call);
    }

    private void load() {
        loader.load(config, () -> false, this::tell);
    }

    private void tell(SSLContext context, Exception failure) {
        if (failure == null) {
            contexts.add(context);
        } else {
            failures.add(((AioException) failure).error());
        }
    }

    private void assertTheNextCheckIsMade() {
        noThread = null;
        load();
        submitted.remove().run();
        assertNotNull(contexts.get(contexts.size() - 1));
    }

    @Test
    void withoutAThreadAHandshakeFailsAndTheNextOneTriesAgain() {
        noThread = new OutOfMemoryError("unable to create native thread, says the test");
        load();
        load();
        assertEquals(List.of(AioError.ENOMEM, AioError.ENOMEM), failures);
        assertTheNextCheckIsMade();
    }

    @Test
    void withTooMuchToReadAHandshakeFailsAndTheNextOneTriesAgain() {
        noThread = new RejectedExecutionException("says the test");
        load();
        assertEquals(List.of(AioError.EAGAIN), failures);
        assertTheNextCheckIsMade();
    }

    @Test
    void aListenerWithoutAThreadSaysSo() {
        noThread = new OutOfMemoryError("unable to create native thread, says the test");
        AioException failure = assertThrows(AioException.class, () -> loader.load(config, Duration.ofSeconds(10)));
        assertEquals(AioError.ENOMEM, failure.error());
        assertTheNextCheckIsMade();
    }

    @Test
    void aResultThatCannotBePassedOnKeepsNoOtherFromItsResult() {
        try (CapturedLog log = new CapturedLog()) {
            loader.load(config, () -> false, (context, failure) -> {
                throw new OutOfMemoryError("says the test");
            });
            load();
            submitted.remove().run();
            assertEquals(1, contexts.size());
            log.take("A handshake could not go on with its credentials");
        }
        assertTheNextCheckIsMade();
    }

    @Test
    void aCheckThatRunsOutOfMemoryIsMadeByTheNextHandshake() {
        boolean[] full = {true};
        loader.load(
                config,
                () -> {
                    if (full[0]) {
                        full[0] = false;
                        throw new OutOfMemoryError("says the test");
                    }
                    return false;
                },
                this::tell);
        assertThrows(OutOfMemoryError.class, submitted.remove()::run);
        loader.load(config, () -> false, this::tell);
        submitted.remove().run();
        assertEquals(2, contexts.size());
    }
}
