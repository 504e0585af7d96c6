package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns a failure of the file system into a message that names the path and says what to do. */
final class FileDiagnosis {
    private FileDiagnosis() {}

    /** {@return the failure of an operation on a handle} {@code act} names the operation, such as "reading". */
    static CommandException of(ExitCode kind, String path, String act, Aio aio) {
        if (aio.result() == AioError.ETIMEDOUT) {
            return new CommandException(
                    ExitCode.TIMEOUT,
                    path + ": " + act + " took longer than the timeout; give it more time with --timeout");
        }
        if (aio.result() == AioError.ESTOPPED || aio.result() == AioError.ECLOSED) {
            return new CommandException(ExitCode.FAILED, path + ": " + act + " was stopped; start the copy again");
        }
        return new CommandException(kind, path + ": " + act + " failed: " + reason(aio), aio.cause());
    }

    /** {@return the failure of a call} {@code act} names the call. */
    static CommandException of(ExitCode kind, String path, String act, IOException cause) {
        return new CommandException(kind, path + ": " + act + " failed: " + reason(cause), cause);
    }

    private static String reason(Aio aio) {
        return switch (aio.result()) {
            case ENOENT -> "there is no such file any more";
            case ENOSPC -> "no space left; free some, or choose another target";
            case EPERM -> "permission denied; change its permissions (chmod), or use another user";
            case EREADONLY -> "the file system is read-only; choose another place, or remount it";
            case ENOFILES -> "too many open files; raise the limit (ulimit -n)";
            default ->
                aio.cause() instanceof IOException cause
                        ? reason(cause)
                        : lower(aio.result().message());
        };
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied; change the permissions (chmod), or use another user";
        }
        if (cause instanceof FileSystemLoopException) {
            return "the links go round in a circle; correct them";
        }
        String text =
                cause instanceof FileSystemException e && e.getReason() != null ? e.getReason() : cause.getMessage();
        if (text == null || text.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        return lower(text) + advice(text);
    }

    /** Adds advice for three errors that the JDK reports only as the text of the system. */
    private static String advice(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space") || lower.contains("quota")) {
            return "; free some, or choose another target";
        }
        if (lower.contains("read-only")) {
            return "; choose another place, or remount it";
        }
        if (lower.contains("too many levels of symbolic links")) {
            return "; the links go round in a circle, correct them";
        }
        return lower.contains("name too long") ? "; choose a shorter name" : "";
    }

    /** Messages of the system begin with a capital letter; here such a message follows a colon. */
    private static String lower(String text) {
        boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
