package io.helve.sp.impl.pipe;

import io.helve.aio.AioError;
import io.helve.aio.provider.AioOperation;
import io.helve.sp.impl.message.SpMessage;
import java.util.Arrays;

/**
 * Operations whose result was decided under a socket's lock. They are finished in the order in which they were noted,
 * once the lock is released. The arrays grow to the largest number of operations that were noted at a time, and are
 * used again.
 */
final class DeferredCompletions {
    private enum Kind {
        SENT,
        RECEIVED,
        FAILED
    }

    private AioOperation[] operations = new AioOperation[4];
    private Kind[] kinds = new Kind[4];
    private AioError[] errors = new AioError[4];
    private SpMessage[] messages = new SpMessage[4];
    private int[] lengths = new int[4];
    private int count;

    void sent(AioOperation operation, int length) {
        int i = next(operation, Kind.SENT);
        lengths[i] = length;
    }

    void received(AioOperation operation, SpMessage message) {
        int i = next(operation, Kind.RECEIVED);
        messages[i] = message;
    }

    void failed(AioOperation operation, AioError error) {
        int i = next(operation, Kind.FAILED);
        errors[i] = error;
    }

    private int next(AioOperation operation, Kind kind) {
        int i = count++;
        if (i == operations.length) {
            operations = Arrays.copyOf(operations, 2 * i);
            kinds = Arrays.copyOf(kinds, 2 * i);
            errors = Arrays.copyOf(errors, 2 * i);
            messages = Arrays.copyOf(messages, 2 * i);
            lengths = Arrays.copyOf(lengths, 2 * i);
        }
        operations[i] = operation;
        kinds[i] = kind;
        return i;
    }

    /** Finishes all operations; the lock is not held. */
    void run(PipeOwner owner) {
        for (int i = 0; i < count; i++) {
            AioOperation operation = operations[i];
            operations[i] = null;
            switch (kinds[i]) {
                case SENT -> finishSent(operation, lengths[i]);
                case RECEIVED -> {
                    SpMessage message = messages[i];
                    messages[i] = null;
                    finishReceived(operation, message, owner);
                }
                case FAILED -> operation.finish(errors[i], 0);
            }
        }
        count = 0;
    }

    static void finishSent(AioOperation operation, int length) {
        operation.setMessage(null);
        operation.finish(AioError.OK, length);
    }

    private static void finishReceived(AioOperation operation, SpMessage message, PipeOwner owner) {
        int length = message.bodyLength(); // read before the callback, which may free the message
        operation.setMessage(message);
        if (!operation.finish(AioError.OK, length)) { // the operation was ended by force: the message is lost
            message.free();
            owner.countForcedReceive();
        }
    }
}
