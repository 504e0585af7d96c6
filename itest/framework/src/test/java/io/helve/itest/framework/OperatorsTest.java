package io.helve.itest.framework;

import static org.ops4j.pax.exam.CoreOptions.composite;

import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.After;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** What all tests of views for operators share: sockets over streams to look at, and Gogo. */
public abstract class OperatorsTest extends SocketsTest {
    @Override
    @Configuration
    public Option[] bundles() {
        return CoreOptions.options(
                composite(super.bundles()),
                file("org.apache.felix.gogo.runtime"),
                file("org.apache.felix.healthcheck.api"),
                file("io.helve.ops"));
    }

    /** The service keeps handles for blocking calls as long as a bundle has it. */
    @After
    public void releaseSockets() {
        for (ServiceReference<SpSockets> reference : references(SpSockets.class)) {
            while (context.ungetService(reference)) {
                // until the last use of this test
            }
        }
    }

    protected Bundle ops() {
        return bundleNamed("io.helve.ops");
    }

    /** Runs a command in Gogo, and returns what it has printed. */
    protected String gogo(String command) throws Exception {
        eventually("the command " + command).until(() -> isThere(command));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CommandSession session =
                service(CommandProcessor.class).createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            session.execute(command);
            session.getConsole().flush();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private boolean isThere(String command) throws Exception {
        String function = command.replaceAll("^helve:([a-z]+).*", "$1");
        return context.getAllServiceReferences(
                        null, "(&(osgi.command.scope=helve)(osgi.command.function=" + function + "))")
                != null;
    }

    /** Two sockets that are connected over tcp. */
    protected record Connected(SpSocket pull, SpSocket push) implements AutoCloseable {
        @Override
        public void close() {
            push.close();
            pull.close();
        }
    }

    protected Connected connected() throws InterruptedException {
        SpSocket pull = limited(sockets().open(SpProtocol.PULL));
        SpSocket push = limited(sockets().open(SpProtocol.PUSH));
        push.dial(pull.listen("tcp://127.0.0.1:0").dialUrl().toString());
        eventually("a pipe").until(() -> pipes(pull) == 1);
        return new Connected(pull, push);
    }
}
