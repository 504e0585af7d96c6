package io.helve.net.ws;

import io.helve.aio.AioError;

/** The peer breaks the rules. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1;

    /** Rules of the protocol. */
    static final int PROTOCOL_ERROR = 1002;

    /** Text where only binary messages are wanted. */
    static final int UNSUPPORTED = 1003;

    /** Text that is not UTF-8. */
    static final int INVALID_TEXT = 1007;

    /** A frame or message that is too long. */
    static final int TOO_BIG = 1009;

    private final int code;

    Violation(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** {@return the code to close the connection with} */
    int code() {
        return code;
    }

    /** {@return what users see} */
    AioError error() {
        return code == TOO_BIG ? AioError.EMSGSIZE : AioError.EPROTO;
    }
}
