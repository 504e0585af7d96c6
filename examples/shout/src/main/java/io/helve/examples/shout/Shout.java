package io.helve.examples.shout;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Answers each request with the request and an exclamation mark. */
@Component(configurationPid = "io.helve.examples.shout")
public final class Shout {
    /** The configuration of the component. */
    public @interface Config {
        /** {@return where to listen} */
        String url() default "tcp://127.0.0.1:5555";
    }

    private final SpSocket rep;

    @Activate
    public Shout(@Reference SpSockets sockets, @Reference AioFactory factory, Config config) {
        rep = sockets.open(SpProtocol.REP);
        rep.listen(config.url());
        rep.receive(factory.alloc(this::answer));
    }

    private void answer(Aio received) {
        if (received.result() == AioError.OK) {
            Message message = received.getMessage();
            message.append("!".getBytes(StandardCharsets.UTF_8));
            rep.trySend(message); // to the peer that has sent the request
            rep.receive(received);
        }
    }

    @Deactivate
    void stop() {
        rep.close();
    }
}
