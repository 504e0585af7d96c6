package io.helve.shell.failure;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;

/**
 * Turns an error of a connection into a message that names the URL and, where that is known, says what to do about it.
 */
public final class ConnectionDiagnosis {
    private ConnectionDiagnosis() {}

    /**
     * {@return the failure of an operation} {@code subject} is the URL or stream, {@code act} says what was done with
     * it.
     */
    public static CommandException of(ExitCode exitCode, String subject, String act, Aio aio) {
        return new CommandException(
                exitCode, subject + ": " + act + ": " + reason(aio.result(), aio.cause()), aio.cause());
    }

    /** {@return the failure of a call} {@code subject} is the URL or stream, {@code act} says what was done with it. */
    public static CommandException of(ExitCode exitCode, String subject, String act, AioException e) {
        return new CommandException(exitCode, subject + ": " + act + ": " + reason(e.error(), e), e);
    }

    /**
     * The error in words, with advice where advice is known, and with the message of the root cause where that message
     * says more.
     */
    private static String reason(AioError error, Throwable cause) {
        return switch (error) {
            case ECONNREFUSED -> "connection refused; nobody listens there";
            case ENOENT -> "there is no such file";
            case EPERM -> "permission denied";
            case EADDRINUSE -> "the address is in use";
            case EUNREACHABLE -> "it cannot be reached from here";
            case ETIMEDOUT -> "no answer for too long; --timeout gives it more time";
            case ECONNRESET -> "the peer has reset the connection";
            case ECONNABORTED -> "the connection was aborted";
            case ENOFILES -> "too many open files; raise the limit (ulimit -n)";
            case ENOMEM -> "out of memory, or of handles";
            case ESTOPPED, ECLOSED -> "it was stopped";
            case EMSGSIZE -> "the message is too long; --message-max is for those received, --block for those sent";
            case EPEERAUTH -> with("the peer's certificate is not trusted", cause);
            case ECRYPTO -> with("TLS failed", cause);
            case EPROTO -> with("the peer breaks the rules of the protocol", cause);
            default -> root(cause).isEmpty() ? lower(error.message()) : root(cause);
        };
    }

    private static String with(String words, Throwable cause) {
        String root = root(cause);
        return root.isEmpty() ? words : words + " (" + root + ")";
    }

    /** The message of the root cause, on one line. */
    private static String root(Throwable cause) {
        if (cause == null) {
            return "";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (root instanceof AioException e && text.startsWith(e.error() + ": ")) {
            text = text.substring(e.error().name().length() + 2);
        }
        return lower(text.lines().findFirst().orElse("").strip());
    }

    /** Messages of exceptions begin with a capital letter; here such a message follows a colon. */
    private static String lower(String text) {
        boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
