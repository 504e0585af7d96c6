package io.helve.net.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioRuntime;
import io.helve.net.StreamTest;
import io.helve.stream.StreamControl;
import io.helve.stream.StreamFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What a runtime without a framework gives of this module. */
class RuntimeServicesTest extends StreamTest {
    @Test
    void whoAsksTwiceGetsTheSame() {
        assertSame(streams, runtime.service(StreamFactory.class));
    }

    @Test
    void threadsThatAskAtOnceGetTheSame() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (AioRuntime other = AioRuntime.open()) {
                CountDownLatch together = new CountDownLatch(4);
                List<FutureTask<StreamControl>> asking = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    asking.add(new FutureTask<>(() -> {
                        together.countDown();
                        together.await();
                        return other.service(StreamControl.class);
                    }));
                    new Thread(asking.get(i)).start();
                }
                for (FutureTask<StreamControl> asked : asking) {
                    assertSame(other.service(StreamControl.class), asked.get());
                }
            }
        }
    }

    @Test
    void aRuntimeThatHasClosedGivesNothing() {
        AioRuntime other = AioRuntime.open();
        other.service(StreamFactory.class);
        other.close();
        AioException refused = assertThrows(AioException.class, () -> other.service(StreamFactory.class));
        assertEquals(AioError.ESTOPPED, refused.error());
    }

    @Test
    void aServiceThatNobodyHasIsNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> runtime.service(Runnable.class))
                .getMessage();
        assertEquals("no such service: java.lang.Runnable; is its module on the class path or module path?", message);
    }
}
