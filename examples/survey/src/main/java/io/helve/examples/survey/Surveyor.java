package io.helve.examples.survey;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.SpOptions;
import io.helve.sp.SpPipeEvent;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Asks all members that are connected. */
final class Surveyor implements AutoCloseable {
    private final SpSockets sockets;
    private final SpSocket socket;
    private final CountDownLatch expected;

    Surveyor(SpSockets sockets, String url, Duration limit, int members) {
        this.sockets = sockets;
        expected = new CountDownLatch(members);
        socket = sockets.open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, limit);
        socket.onPipe(SpPipeEvent.AFTER_ADD, pipe -> expected.countDown());
        socket.listen(url);
    }

    /** Waits for the expected number of members: a survey does not reach those who connect later. */
    void awaitMembers() throws InterruptedException {
        expected.await();
    }

    /** Asks, and returns the answers that have come when the time of the survey is over. */
    List<String> ask(String question) throws InterruptedException {
        socket.send(sockets.messages().of(question));
        List<String> answers = new ArrayList<>();
        while (true) {
            try {
                Message answer = socket.receive();
                answers.add(new String(answer.toByteArray(), StandardCharsets.UTF_8));
            } catch (AioException e) {
                if (e.error() == AioError.ETIMEDOUT) {
                    return answers;
                }
                throw e;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
