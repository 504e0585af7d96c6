package io.helve.itest.framework;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.message.Messages;
import io.helve.sp.SpListener;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.time.Duration;

/**
 * Requests that never cease: each answer is compared, and the next question asked. What is lost on its way is asked
 * again.
 */
final class Dialogue implements AutoCloseable {
    private static final int LONGEST = 4096;

    private final Violations violations = new Violations();
    private final Messages messages;
    private final SpSocket rep;
    private final SpSocket req;
    private final SpListener listener;
    private final CheckedHandle server;
    private final CheckedHandle client;
    private boolean answering = true;
    private boolean asking;
    private volatile long answered;
    private volatile boolean running = true;

    /** Listens and dials, and begins. */
    Dialogue(AioFactory factory, SpSockets answeringSide, SpSockets askingSide, String url)
            throws InterruptedException {
        messages = askingSide.messages();
        rep = answeringSide.open(SpProtocol.REP);
        req = askingSide
                .open(SpProtocol.REQ)
                .set(SpOptions.RESEND_TIME, Duration.ofMillis(200))
                .set(SpOptions.RECONNECT_MIN, Duration.ofMillis(10));
        listener = rep.listen(url);
        req.dial(listener.dialUrl().toString());
        server = new CheckedHandle(factory, violations, this::turn);
        client = new CheckedHandle(factory, violations, this::next);
        turn(server.aio());
        next(client.aio());
    }

    /** Answers with what was asked. */
    private void turn(Aio aio) {
        answering = !answering;
        if (answering) {
            Message question = aio.getMessage();
            aio.setMessage(question);
            server.start(rep::send);
        } else {
            server.start(rep::receive);
        }
    }

    private void next(Aio aio) {
        asking = !asking;
        if (!asking) {
            client.start(req::receive);
            return;
        }
        Message answer = aio.getMessage();
        if (answer != null) {
            compare(answer);
            answered++; // written by one callback at a time
        }
        if (running) {
            aio.setMessage(question());
            client.start(req::send);
        }
    }

    private Message question() {
        Message message = messages.alloc((int) (answered * 31 % LONGEST));
        message.appendU64(answered);
        return message;
    }

    private void compare(Message answer) {
        if (answer.length() != answered * 31 % LONGEST + 8 || answer.chopU64() != answered) {
            violations.add("not the answer to question " + answered);
        }
    }

    SpListener listener() {
        return listener;
    }

    SpSocket asks() {
        return req;
    }

    SpSocket answers() {
        return rep;
    }

    Violations violations() {
        return violations;
    }

    /** So many more questions are answered. */
    void goesOn(long questions) {
        long before = answered;
        FrameworkTest.eventually("answers").until(() -> answered >= before + questions);
        violations.assertNone();
    }

    /** The last question is answered, and no other one asked. */
    void endsInOrder() {
        running = false;
        FrameworkTest.eventually("the last answer").until(client::isQuiet);
        violations.assertNone();
    }

    /** {@return whether no operation is in progress} */
    boolean isQuiet() {
        return client.isQuiet() && server.isQuiet();
    }

    @Override
    public void close() {
        violations.mayEnd(AioError.values());
        req.close();
        rep.close();
        client.close();
        server.close();
    }
}
