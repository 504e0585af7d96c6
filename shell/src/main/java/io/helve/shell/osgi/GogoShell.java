package io.helve.shell.osgi;

import io.helve.internal.DetachedThread;
import io.helve.shell.failure.CommandException;
import io.helve.shell.terminal.MutableOutput;
import io.helve.shell.terminal.Terminal;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The Gogo shell on the process's standard streams: with an editor on a terminal, otherwise one line at a time. The
 * lines of one command are collected until Gogo's parser finds the command complete.
 */
final class GogoShell implements Callable<Integer> {
    private static final long WAIT_MILLIS = 10_000;

    private final BundleContext context;

    GogoShell(BundleContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        StartLevels.raise(context, StartLevels.SHELL);
        ServiceTracker<CommandProcessor, CommandProcessor> processors =
                new ServiceTracker<>(context, CommandProcessor.class, null);
        processors.open();
        try {
            CommandProcessor processor = processors.waitForService(WAIT_MILLIS);
            if (processor == null) {
                throw new IllegalStateException("the Gogo shell is not installed here");
            }
            return converse(processor);
        } finally {
            processors.close();
        }
    }

    /**
     * Runs the shell on a thread of its own: a read of the terminal cannot be interrupted, but the calling thread must
     * be.
     */
    private static int converse(CommandProcessor processor) {
        // not System.in and System.out, which Gogo has replaced by streams that lead each thread to its session
        InputStream in = new FileInputStream(FileDescriptor.in);
        MutableOutput out = new MutableOutput(new FileOutputStream(FileDescriptor.out));
        MutableOutput err = new MutableOutput(new FileOutputStream(FileDescriptor.err));
        int[] exitCode = new int[1];
        Thread caller = Thread.currentThread();
        Thread thread = DetachedThread.of(
                caller.getThreadGroup(),
                () -> exitCode[0] = talk(processor, in, out, err),
                "helve-shell",
                caller.getContextClassLoader());
        thread.start();
        try {
            thread.join();
            return exitCode[0];
        } catch (InterruptedException e) {
            // after Ctrl-C or "exit" the user has no use for the messages of Gogo's ending threads
            out.mute();
            err.mute();
            return CommandException.of(e).exitCode().value();
        }
    }

    private static int talk(CommandProcessor processor, InputStream in, OutputStream out, OutputStream err) {
        try (CommandSession session = processor.createSession(in, out, err)) {
            if (Terminal.isInput()) {
                session.execute("gosh --login --noshutdown");
                return 0;
            }
            session.put("SCOPE", "gogo:*"); // Gogo's own commands first, as in Gogo's profile for terminals
            return runLines(session, in, new PrintStream(err, true));
        } catch (Exception e) {
            new PrintStream(err, true).println(line(e));
            return 1;
        }
    }

    /**
     * Names the program also for failures of {@code cat}, which on the command line has nngcat's messages and no
     * prefix.
     */
    private static String line(Exception e) {
        return "helve: " + CommandException.of(e).getMessage();
    }

    private static int runLines(CommandSession session, InputStream in, PrintStream err) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in));
        int exitCode = 0;
        StringBuilder command = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            command.append(line).append('\n');
            try {
                Object result = session.execute(command);
                if (result != null) {
                    session.getConsole().println(session.format(result, Converter.INSPECT));
                }
                command.setLength(0);
            } catch (Exception e) {
                if (isIncomplete(e)) {
                    continue;
                }
                err.println(line(e));
                exitCode = 1;
                command.setLength(0);
            }
        }
        if (!command.toString().isBlank()) {
            err.println("helve: the last command is not complete");
            exitCode = 1;
        }
        return exitCode;
    }

    /**
     * {@return whether the command continues on the next line} Gogo's parser decides this, in a class that Gogo does
     * not export.
     */
    private static boolean isIncomplete(Exception e) {
        return e instanceof EOFException
                && e.getCause() != null
                && e.getCause().getClass().getSimpleName().equals("EOFError");
    }
}
