package io.helve.sp;

import io.helve.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers to a survey, which are freed if nobody takes them. Threads add answers one after the other; once the
 * survey has ended, one thread takes the answers.
 */
final class SurveyAnswers implements AutoCloseable {
    private final List<Message> answers = new ArrayList<>();

    void add(Message answer) {
        answers.add(answer);
    }

    List<Message> list() {
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        answers.forEach(Message::free);
    }
}
