package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.impl.EngineTest;
import io.helve.impl.ManualProvider;
import io.helve.impl.TestMessage;
import io.helve.message.Message;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 11: a message given to a send that succeeds belongs to the provider; one that fails is still the caller's. */
class Rule11MessageOwnershipTest extends EngineTest {
    private final ManualProvider provider = ManualProvider.obedient();
    private final Message message = TestMessage.create();
    private Aio aio;

    @BeforeEach
    void alloc() {
        aio = factory.alloc();
    }

    @AfterEach
    void close() {
        aio.close();
    }

    @Test
    void aSendThatSucceedsTakesTheMessageOver() {
        aio.setMessage(message);
        AioOperation send = provider.start(aio);
        assertSame(message, send.getMessage());
        send.setMessage(null);
        assertSame(message, send.getMessage(), "until it has finished it is the user's");
        send.finish(AioError.OK, 0);
        assertNull(aio.getMessage());
    }

    @Test
    void aSendThatFailsLeavesTheMessageWithItsOwner() {
        aio.setMessage(message);
        provider.start(aio);
        aio.cancel();
        assertSame(message, aio.getMessage());
        provider.start(aio);
        assertSame(message, provider.operation.getMessage(), "and may be tried again");
        provider.operation.finish(AioError.EAGAIN, 0);
        assertSame(message, aio.getMessage());
    }

    @Test
    void aSendThatNeverReachesItsProviderLeavesTheMessageToo() {
        aio.setMessage(message);
        aio.setTimeout(Duration.ZERO);
        assertNull(provider.start(aio));
        assertSame(message, aio.getMessage());
        aio.stop();
        assertNull(provider.start(aio));
        assertSame(message, aio.getMessage());
    }

    @Test
    void aReceivedMessageIsLetGoOfByTheNextStart() {
        provider.start(aio).setMessage(message);
        provider.succeed();
        assertSame(message, aio.getMessage());
        provider.start(aio);
        assertNull(provider.operation.getMessage());
        provider.succeed();
        assertNull(aio.getMessage());
    }

    @Test
    void aReceivedMessageThatIsSetAgainIsSent() {
        provider.start(aio).setMessage(message);
        provider.succeed();
        aio.setMessage(aio.getMessage());
        assertSame(message, provider.start(aio).getMessage());
        provider.succeed();
    }

    @Test
    void whoLosesTheRaceToFinishDoesNotChangeTheMessage() {
        aio.setMessage(message);
        AioOperation send = provider.start(aio);
        aio.cancel();
        send.setMessage(TestMessage.create());
        send.finish(AioError.OK, 1);
        assertSame(message, aio.getMessage());
    }
}
