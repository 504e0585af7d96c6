package io.helve.examples.survey;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioFactory;
import io.helve.message.Message;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Answers questions, or keeps silent: nobody waits for a certain member. */
final class Member implements AutoCloseable {
    private final SpSocket socket;
    private final Function<String, Optional<String>> answer;

    Member(AioFactory factory, SpSockets sockets, String url, Function<String, Optional<String>> answer) {
        this.answer = answer;
        socket = sockets.open(SpProtocol.RESPONDENT);
        socket.dialer(url).startInBackground();
        socket.receive(factory.alloc(this::asked));
    }

    private void asked(Aio received) {
        if (received.result() != AioError.OK) {
            received.reap(); // the socket has been closed
            return;
        }
        Message message = received.getMessage();
        String question = new String(message.toByteArray(), StandardCharsets.UTF_8);
        answer.apply(question).ifPresent(text -> {
            message.clear();
            message.append(text.getBytes(StandardCharsets.UTF_8));
            socket.trySend(message); // to the surveyor that has sent the question
        });
        socket.receive(received);
    }

    @Override
    public void close() {
        socket.close();
    }
}
