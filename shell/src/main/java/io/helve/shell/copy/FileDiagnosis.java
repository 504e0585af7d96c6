package io.helve.shell.copy;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Turns what went wrong with a path into a message that says what to do about it. */
final class FileDiagnosis {
    private FileDiagnosis() {}

    /** An operation on a handle failed: {@code act} is what it did to {@code path}, such as "reading". */
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

    /** A call of the file system failed. */
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

    /** The JDK has the system's text only; these three are worth a word more. */
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

    /** Messages of the system begin with a capital, but stand in the middle of a line here. */
    private static String lower(String text) {
        boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
