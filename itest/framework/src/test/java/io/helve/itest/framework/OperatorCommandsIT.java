package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.sp.SpSockets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** The commands for operators, in Gogo: what bundles use is seen, and closed. */
public class OperatorCommandsIT extends OperatorsTest {
    @Test
    public void aBundlesHandlesSocketsAndConnectionsAreSeen() throws Exception {
        String bundle = String.valueOf(context.getBundle().getBundleId());
        AioFactory factory = service(AioFactory.class);
        try (Connected sockets = connected();
                Aio aio = factory.alloc()) {
            factory.sleep(Aio.INFINITE, aio);
            sockets.push().send(service(SpSockets.class).messages().of("seen"));
            assertEquals("seen", text(sockets.pull().receive()));

            assertTrue(gogo("helve:pools").contains("default"));
            assertTrue(gogo("helve:tenants --json --bundle " + bundle).contains("[" + bundle + "]\",\"handles\":"));
            assertTrue(gogo("helve:handles --own --bundle " + bundle).contains("a sleep"));
            assertEquals("[]\n", gogo("helve:handles --json --bundle no.such.bundle"));
            assertTrue(gogo("helve:callbacks --stack").startsWith("TENANT"));
            assertTrue(gogo("helve:sockets").contains("socket/" + sockets.push().id() + " "));
            assertTrue(gogo("helve:pipes --json").contains("\"txMsgs\":1"));
            assertTrue(gogo("helve:streams").contains("127.0.0.1:"));
            assertTrue(gogo("helve:listeners").contains("listening"));
            assertTrue(gogo("helve:dialers").contains("connected"));
            assertTrue(gogo("helve:top --count 1 --interval 1").contains("pool/default"));
            aio.cancel();
            aio.await();
        }
    }

    @Test
    public void whatIsSeenIsClosedByItsId() throws Exception {
        try (Connected sockets = connected()) {
            String id = "socket/" + sockets.push().id();
            assertEquals("closed " + id + "\n", gogo("helve:close " + id));
            assertFalse(gogo("helve:sockets").contains(id + " "));
            String stream = gogo("helve:listeners").replaceAll("(?s).*(stream/listener/\\d+).*", "$1");
            assertEquals("closed " + stream + "\n", gogo("helve:close " + stream));
            Exception refused = assertThrows(Exception.class, () -> gogo("helve:close " + id));
            assertEquals("nothing open has the id " + id, refused.getMessage());
        }
    }

    @Test
    public void aMistakeIsToldWithWhatWasProbablyMeant() {
        Exception refused = assertThrows(Exception.class, () -> gogo("helve:pools --jsno"));
        assertTrue(refused.getMessage(), refused.getMessage().endsWith("did you mean --json?"));
    }

    @Test
    public void withoutSocketsAndStreamsTheCommandsShowWhatThereIs() throws Exception {
        sp().stop();
        net().stop();
        try {
            assertTrue(gogo("helve:pools").contains("default"));
            assertEquals("[]\n", gogo("helve:sockets --json"));
            assertEquals("[]\n", gogo("helve:streams --json"));
        } finally {
            net().start();
            sp().start();
        }
    }

    @Test
    public void aCommandThatGoesOnEndsWithItsBundle() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<String> top = new FutureTask<>(() -> {
            begun.countDown();
            return gogo("helve:top --interval 1");
        });
        Thread thread = new Thread(top, "itest-top");
        thread.start();
        begun.await();
        eventually("the command runs")
                .until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(frame -> frame.getClassName().startsWith("io.helve.ops.command")));
        ops().stop();
        top.get(60, TimeUnit.SECONDS);
        ops().start();
        assertTrue(gogo("helve:pools").contains("default"));
    }
}
