package io.helve.remote.call;

/** A call has failed on the way, or the service has failed with something that cannot arrive as itself. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failures; those that servers send have numbers. */
    public enum Kind {
        /** Too many calls are in progress at the server. */
        BUSY(1),
        /** The server does not have the service, or not any more. */
        NO_SERVICE(2),
        /** The service does not have the method. */
        NO_METHOD(3),
        /** The server cannot read the call. */
        MALFORMED_CALL(4),
        /** The answer is longer than the client or the server allows. */
        ANSWER_TOO_LARGE(5),
        /** The answer has a value that cannot be written. */
        UNWRITABLE_ANSWER(6),
        /** A guard of the server does not allow the caller to make the call. */
        REFUSED(7),
        /** The call is longer than the server allows, or has a value that cannot be written. */
        UNWRITABLE_CALL(0),
        /** The client cannot read the answer. */
        MALFORMED_ANSWER(0),
        /** The service has thrown an exception of a type that the client does not know by its interface. */
        SERVICE_EXCEPTION(0),
        /** No answer has come in time. */
        TIMED_OUT(0),
        /** The connection has been lost; the service may have run or not. */
        DISCONNECTED(0),
        /** The thread of the caller has been interrupted. */
        INTERRUPTED(0),
        /** The client has been closed. */
        CLOSED(0),
        /** Another failure of the way; the cause tells which. */
        FAILED(0);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** {@return the number in answers; 0 if servers do not send this kind} */
        public int number() {
            return number;
        }

        static Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number && number != 0) {
                    return kind;
                }
            }
            return FAILED;
        }
    }

    private final Kind kind;

    /**
     * Creates a failure.
     *
     * @param kind what has failed
     * @param message the text
     * @param cause what is behind it, or null
     */
    public RemoteFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** {@return what has failed} */
    public Kind kind() {
        return kind;
    }
}
