package io.helve.remote.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.helve.remote.codec.Cbor;
import io.helve.remote.codec.MalformedValueException;
import io.helve.remote.codec.TypeCodec;
import java.io.IOException;
import java.util.List;

/**
 * The bytes of calls and answers.
 *
 * <p>A call is the array {@code [1, service, method, limit, [arguments]]}: the version of the format, the number of the
 * service, the hash of the method, how many bytes the answer may have. An answer is one of the arrays {@code [1, 0,
 * result]}, {@code [1, 1, [[names], message, stack]]} (the service has thrown an exception) and {@code [1, 2, kind,
 * message]} (the call has not reached the service, or its answer cannot travel).
 */
public final class CallFormat {
    /** The version of the format. An incompatible change of the format increments the version. */
    public static final int VERSION = 1;

    private static final int RESULT = 0;
    private static final int THROWN = 1;
    private static final int FAILURE = 2;
    private static final int MESSAGE_MAX = 1000;

    /** Enough for each failure without its message. */
    private static final int FAILURE_MAX = 8192;

    private final Cbor cbor = new Cbor();
    private final ThrownFormat exceptions;

    /**
     * Creates the format.
     *
     * @param types the types that travel
     */
    public CallFormat(RemoteTypes types) {
        exceptions = new ThrownFormat(types);
    }

    /**
     * A call that has arrived.
     *
     * @param service the number of the service
     * @param limit how many bytes the answer may have
     * @param method the method
     * @param arguments its arguments
     */
    public record Call(long service, int limit, RemoteMethod method, Object[] arguments) {}

    /** What the reading of a call asks its receiver. */
    public interface Receiver {
        /** {@return the methods of the service with a number; null if there is no such service} */
        MethodTable methods(long service);

        /**
         * Decides whether the call may be made, before its arguments are read.
         *
         * @throws RemoteFailure if it may not
         */
        void admit(RemoteMethod method);
    }

    /** Writes the call of a method. */
    public Cbor.Bytes call(long service, RemoteMethod method, Object[] arguments, int limit, int answerLimit)
            throws IOException {
        return cbor.write(limit, out -> {
            List<TypeCodec> parameters = method.parameters();
            out.writeStartArray(null, 5);
            out.writeNumber(VERSION);
            out.writeNumber(service);
            out.writeNumber(method.hash());
            out.writeNumber(answerLimit);
            out.writeStartArray(null, parameters.size());
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).write(arguments[i], out);
            }
            out.writeEndArray();
            out.writeEndArray();
        });
    }

    /**
     * Reads a call.
     *
     * @param message the bytes
     * @param receiver knows the services
     * @return the call
     * @throws RemoteFailure if the call cannot be made, for the answer
     */
    public Call readCall(byte[] message, Receiver receiver) {
        try {
            return cbor.read(message, in -> readCall(in, receiver));
        } catch (IOException e) {
            if (e.getCause() instanceof RemoteFailure failure) {
                throw failure;
            }
            throw new RemoteFailure(RemoteFailure.Kind.MALFORMED_CALL, "the call is malformed: " + e.getMessage(), e);
        }
    }

    private static Call readCall(JsonParser in, Receiver receiver) throws IOException {
        version(in);
        Cbor.next(in);
        long service = Cbor.integer(in, 0, Long.MAX_VALUE);
        Cbor.next(in);
        long hash = Cbor.integer(in, Long.MIN_VALUE, Long.MAX_VALUE);
        Cbor.next(in);
        int limit = (int) Cbor.integer(in, 0, Integer.MAX_VALUE);
        MethodTable table = receiver.methods(service);
        if (table == null) {
            throw new RemoteFailure(RemoteFailure.Kind.NO_SERVICE, "the server does not have the service", null);
        }
        RemoteMethod method = table.find(hash);
        if (method == null) {
            throw new RemoteFailure(RemoteFailure.Kind.NO_METHOD, "the service does not have the method", null);
        }
        receiver.admit(method);
        Cbor.next(in);
        Object[] arguments = arguments(in, method.parameters());
        Cbor.endArray(in);
        return new Call(service, limit, method, arguments);
    }

    private static Object[] arguments(JsonParser in, List<TypeCodec> parameters) throws IOException {
        Cbor.startArray(in);
        Object[] arguments = new Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            Cbor.next(in);
            arguments[i] = parameters.get(i).read(in);
        }
        Cbor.endArray(in);
        return arguments;
    }

    private static void version(JsonParser in) throws IOException {
        Cbor.startArray(in);
        Cbor.next(in);
        long version = Cbor.integer(in, Long.MIN_VALUE, Long.MAX_VALUE);
        if (version != VERSION) {
            throw new MalformedValueException("the format has version " + version + ", not " + VERSION);
        }
    }

    /** Writes the result of a method. */
    public Cbor.Bytes result(RemoteMethod method, Object result, int limit) throws IOException {
        return cbor.write(limit, out -> {
            out.writeStartArray(null, 3);
            out.writeNumber(VERSION);
            out.writeNumber(RESULT);
            method.result().write(result, out);
            out.writeEndArray();
        });
    }

    /** Writes the exception that a service has thrown. */
    public Cbor.Bytes thrown(Throwable thrown, int limit) throws IOException {
        return cbor.write(limit, out -> {
            out.writeStartArray(null, 3);
            out.writeNumber(VERSION);
            out.writeNumber(THROWN);
            ThrownFormat.write(thrown, out);
            out.writeEndArray();
        });
    }

    /** Writes a failure that the service has no part in. */
    public Cbor.Bytes failure(RemoteFailure failure) {
        String text = failure.getMessage();
        try {
            return cbor.write(FAILURE_MAX, out -> {
                out.writeStartArray(null, 4);
                out.writeNumber(VERSION);
                out.writeNumber(FAILURE);
                out.writeNumber(failure.kind().number());
                out.writeString(
                        ThrownFormat.printable(text.length() > MESSAGE_MAX ? text.substring(0, MESSAGE_MAX) : text));
                out.writeEndArray();
            });
        } catch (IOException e) {
            throw new IllegalStateException("a failure is short", e);
        }
    }

    /**
     * Reads an answer.
     *
     * @param message the bytes
     * @param method the method that was called
     * @return the result
     * @throws RemoteFailure if there is none
     * @throws Throwable what the service has thrown
     */
    public Object readAnswer(byte[] message, RemoteMethod method) throws Throwable {
        Answer answer;
        try {
            answer = cbor.read(message, in -> readAnswer(in, method));
        } catch (IOException e) {
            throw new RemoteFailure(
                    RemoteFailure.Kind.MALFORMED_ANSWER, "the answer is malformed: " + e.getMessage(), e);
        }
        if (answer.thrown != null) {
            throw answer.thrown;
        }
        return answer.result;
    }

    private record Answer(Object result, Throwable thrown) {}

    private Answer readAnswer(JsonParser in, RemoteMethod method) throws IOException {
        version(in);
        Cbor.next(in);
        long status = Cbor.integer(in, RESULT, FAILURE);
        Cbor.next(in);
        Answer answer;
        if (status == RESULT) {
            answer = new Answer(method.result().read(in), null);
        } else if (status == THROWN) {
            answer = new Answer(null, exceptions.read(in, method));
        } else {
            int kind = (int) Cbor.integer(in, 0, Integer.MAX_VALUE);
            Cbor.next(in);
            String text = in.currentToken() == JsonToken.VALUE_NULL ? "" : Cbor.text(in, MESSAGE_MAX);
            answer = new Answer(null, new RemoteFailure(RemoteFailure.Kind.of(kind), text, null));
        }
        Cbor.endArray(in);
        return answer;
    }
}
