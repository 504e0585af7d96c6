package io.helve.shell.cat;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;

/** The failure of {@code helve cat}, with nngcat's exit code 1 and nngcat's message, which has no prefix. */
public final class CatException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** Creates a failure with one of nngcat's messages. */
    public CatException(String message) {
        super(ExitCode.FAILED, message);
    }

    private CatException(String message, Throwable cause) {
        super(ExitCode.FAILED, message, cause);
    }

    /**
     * {@return the failure of a call} The message is nngcat's. For an error that can have several reasons, the reason
     * follows in parentheses.
     */
    static CatException of(String what, AioException e) {
        String detail = switch (e.error()) {
            case EADDRINVAL, ECRYPTO, EPEERAUTH, EPROTO, EINVAL, ESYSERR, EINTERNAL -> detail(e);
            default -> "";
        };
        return new CatException(what + ": " + e.error().message() + detail, e);
    }

    @Override
    public String line() {
        return getMessage();
    }

    private static String detail(AioException e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? "" : root.getMessage();
        for (AioError error : AioError.values()) {
            if (text.startsWith(error + ": ")) {
                text = text.substring(error.name().length() + 2);
            }
        }
        return text.isBlank() ? "" : " (" + text.lines().findFirst().orElse("").strip() + ")";
    }
}
