package io.helve.net.ws;

import io.netty.buffer.Unpooled;

/** What close frames say. */
final class CloseCode {
    /** For a close frame that says nothing. */
    static final int NONE = 1005;

    private CloseCode() {}

    /** {@return the code in a close frame} */
    static int check(byte[] payload) throws Violation {
        if (payload.length == 0) {
            return NONE;
        }
        int code = payload.length == 1 ? 0 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!isAllowed(code)) {
            throw new Violation(Violation.PROTOCOL_ERROR, "a close frame without a valid code");
        }
        Utf8 reason = new Utf8();
        if (!reason.accepts(Unpooled.wrappedBuffer(payload), 2, payload.length - 2) || !reason.end()) {
            throw new Violation(Violation.INVALID_TEXT, "a reason that is not UTF-8");
        }
        return code;
    }

    /** Those of RFC 6455 and the registry that may be sent, and those for applications. */
    private static boolean isAllowed(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
