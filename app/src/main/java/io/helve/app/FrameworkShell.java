package io.helve.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/** {@code helve shell}: starts the embedded framework, and runs the Gogo shell of the bundles inside. */
final class FrameworkShell implements Callable<Integer>, AutoCloseable {
    private final BooleanSupplier interrupted;

    @GuardedBy("this")
    private EmbeddedFramework framework;

    @GuardedBy("this")
    private boolean closed;

    /** Creates the shell; {@code interrupted} tells whether the process is ending. */
    FrameworkShell(BooleanSupplier interrupted) {
        this.interrupted = interrupted;
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        ToIntFunction<String[]> commandLine;
        try {
            EmbeddedFramework embedded = open();
            embedded.start();
            commandLine = embedded.commandLine();
        } catch (IOException | BundleException | URISyntaxException | InvalidSyntaxException | RuntimeException e) {
            String message = interrupted.getAsBoolean() ? "interrupted" : "could not start: " + words(e);
            throw new CommandException(ExitCode.FAILED, message, e);
        }
        return commandLine.applyAsInt(new String[] {"shell"});
    }

    private synchronized EmbeddedFramework open() {
        if (closed) {
            throw new IllegalStateException("interrupted");
        }
        framework = new EmbeddedFramework();
        return framework;
    }

    /** {@return the message of a failure} The reason, such as a full disk, may be in the message of the cause. */
    private static String words(Exception failure) {
        boolean told = failure.getCause() == null || failure instanceof IOException;
        return failure.getMessage() + (told ? "" : ": " + failure.getCause().getMessage());
    }

    /** Stops the framework, if it was started; it cannot be started afterwards. */
    @Override
    public void close() {
        EmbeddedFramework open;
        synchronized (this) {
            closed = true;
            open = framework;
        }
        if (open != null) {
            open.close();
        }
    }
}
