package io.helve.itest.interop;

import io.helve.sp.SpProtocol;
import java.time.Duration;

/** A socket, ours or nng's. Failures are {@code AioException}s; nng's errors have the same numbers. */
interface End {
    SpProtocol protocol();

    boolean isRaw();

    /** {@return how many pipes it has} */
    int pipes();

    /** {@return how many connections it has made and accepted so far} */
    long connections();

    void limitHops(int ttl);

    void send(byte[] header, Content body) throws InterruptedException;

    Received receive(Duration limit) throws InterruptedException;

    default void send(Content body) throws InterruptedException {
        send(new byte[0], body);
    }

    default void send(String text) throws InterruptedException {
        send(Content.text(text));
    }

    default Received receive() throws InterruptedException {
        return receive(InteropTest.SOON);
    }

    /** {@return what the protocol demands of a message that is no answer} */
    default byte[] headerOfFirst() {
        if (!isRaw()) {
            return new byte[0];
        }
        return switch (protocol()) {
            case REQ, SURVEYOR -> new byte[] {(byte) 0x80, 0, 0, 1};
            case PAIR1 -> new byte[4];
            default -> new byte[0];
        };
    }

    /** {@return what the protocol demands of an answer} */
    default byte[] headerOfAnswer(Received question) {
        if (!isRaw()) {
            return new byte[0];
        }
        return switch (protocol()) {
            case REP, RESPONDENT, PAIR1 -> question.header();
            default -> new byte[0]; // a bus does not send to where its header says
        };
    }
}
