package io.helve.shell.cat;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.ExitCode;

/** Why {@code helve cat} ends with exit code 1: a message like nngcat's. */
public final class CatException extends CommandException {
    private static final long serialVersionUID = 1L;

    /** A failure. */
    public CatException(String message) {
        super(ExitCode.FAILED, message);
    }

    private CatException(String message, Throwable cause) {
        super(ExitCode.FAILED, message, cause);
    }

    /** A call failed: nng's words, and behind them what it was exactly, for errors that have many reasons. */
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
