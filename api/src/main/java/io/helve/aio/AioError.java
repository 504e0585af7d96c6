package io.helve.aio;

/**
 * The outcome of an operation: nng's error numbers, with nng's names without their prefix.
 *
 * <p>Mirrors {@code nng_err}.
 */
public enum AioError {
    /** The operation succeeded. */
    OK(0, "Success"),
    /** A call was interrupted. */
    EINTR(1, "Interrupted"),
    /** Memory, or a quota that stands for it, is used up. */
    ENOMEM(2, "Out of memory"),
    /** An argument is invalid. */
    EINVAL(3, "Invalid argument"),
    /** The resource is busy. */
    EBUSY(4, "Resource busy"),
    /** The operation did not finish within its timeout. */
    ETIMEDOUT(5, "Timed out"),
    /** The peer refused the connection. */
    ECONNREFUSED(6, "Connection refused"),
    /** The object that the operation works on is closed. */
    ECLOSED(7, "Object closed"),
    /** The operation cannot proceed now; a later attempt may succeed. */
    EAGAIN(8, "Try again"),
    /** The operation is not supported. */
    ENOTSUP(9, "Not supported"),
    /** The address is in use. */
    EADDRINUSE(10, "Address in use"),
    /** The operation is not allowed in this state. */
    ESTATE(11, "Incorrect state"),
    /** The named thing does not exist. */
    ENOENT(12, "Entry not found"),
    /** The peer violated the protocol. */
    EPROTO(13, "Protocol error"),
    /** The destination cannot be reached. */
    EUNREACHABLE(14, "Destination unreachable"),
    /** The address is not valid. */
    EADDRINVAL(15, "Address invalid"),
    /** Permission is denied. */
    EPERM(16, "Permission denied"),
    /** The message is too large. */
    EMSGSIZE(17, "Message too large"),
    /** The connection was aborted. */
    ECONNABORTED(18, "Connection aborted"),
    /** The peer reset the connection. */
    ECONNRESET(19, "Connection reset"),
    /** The operation was cancelled. */
    ECANCELED(20, "Operation canceled"),
    /** File descriptors, or a quota of open files, are used up. */
    ENOFILES(21, "Out of files"),
    /** The device is full. */
    ENOSPC(22, "Out of space"),
    /** The named thing exists already. */
    EEXIST(23, "Resource already exists"),
    /** The resource can only be read. */
    EREADONLY(24, "Read only resource"),
    /** The resource can only be written. */
    EWRITEONLY(25, "Write only resource"),
    /** A cryptographic step failed. */
    ECRYPTO(26, "Cryptographic error"),
    /** The peer could not be authenticated. */
    EPEERAUTH(27, "Peer could not be authenticated"),
    /** An option or a value does not have the expected type. */
    EBADTYPE(30, "Incorrect type"),
    /** The connection was shut down by the peer. */
    ECONNSHUT(31, "Connection shutdown"),
    /** The handle, its tenant or the runtime was stopped. */
    ESTOPPED(999, "Operation stopped"),
    /** A defect, or a failure that has no number of its own; see {@link Aio#cause()}. */
    EINTERNAL(1000, "Internal error detected"),
    /** An error of the operating system; nng adds its errno to this number. */
    ESYSERR(0x10000000, "Operating system error"),
    /** An error of a transport; nng adds the transport's own number to this one. */
    ETRANERR(0x20000000, "Transport error");

    private final int code;
    private final String message;

    AioError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /**
     * Returns nng's number for this error.
     *
     * @return the number, 0 for {@link #OK}
     */
    public int code() {
        return code;
    }

    /**
     * Returns a short English text, without a final stop.
     *
     * @return the text
     */
    public String message() {
        return message;
    }

    /**
     * Returns the error with a number of nng's.
     *
     * <p>A number in nng's ranges of system and transport errors gives {@link #ESYSERR} or {@link #ETRANERR}.
     *
     * @param code nng's number
     * @return the error
     * @throws IllegalArgumentException if nng has no such number
     */
    public static AioError of(int code) {
        for (AioError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        if (code >= ETRANERR.code) {
            return ETRANERR;
        }
        if (code >= ESYSERR.code) {
            return ESYSERR;
        }
        throw new IllegalArgumentException(strerror(code));
    }

    /**
     * Returns a text for any number. Mirrors {@code nng_strerror}, with two differences: the text of 0 is not nng's,
     * and a system error has a text of its own instead of that of the C library, because Java does not have errno.
     *
     * @param code nng's number, known or not
     * @return the text; {@code "Unknown error #n"} for a number that nng does not have
     */
    public static String strerror(int code) {
        for (AioError error : values()) {
            if (error.code == code) {
                return error.message;
            }
        }
        if (code >= ETRANERR.code) {
            return "Transport error #" + (code - ETRANERR.code);
        }
        if (code >= ESYSERR.code) {
            return "Operating system error #" + (code - ESYSERR.code);
        }
        return "Unknown error #" + code;
    }
}
