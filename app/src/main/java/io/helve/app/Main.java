package io.helve.app;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts the embedded framework, runs the command that it offers on the main thread, and exits with the command's
 * value. On Ctrl-C the command is interrupted and has a moment to clean up before the framework stops.
 */
public final class Main {
    private static final int FAILED = 1;
    private static final long CLEANUP_SECONDS = 15;

    private Main() {}

    /** Runs a command. */
    public static void main(String[] args) {
        LogSettings.use();
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        EmbeddedFramework framework = new EmbeddedFramework();
        Thread command = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            interrupted.set(true);
                            shutDown(command, ended, framework);
                        },
                        "helve-shutdown"));
        int code;
        try {
            code = run(framework, args);
        } catch (Exception | LinkageError e) {
            System.err.println("helve: " + (interrupted.get() ? "interrupted" : "could not start: " + words(e)));
            code = FAILED;
        } finally {
            ended.countDown();
        }
        System.out.flush();
        System.exit(code);
    }

    /** A bundle that cannot be unpacked, because the disk is full, has the reason in its cause. */
    private static String words(Throwable failure) {
        boolean told = failure.getCause() == null || failure instanceof IOException;
        return failure.getMessage() + (told ? "" : ": " + failure.getCause().getMessage());
    }

    private static int run(EmbeddedFramework framework, String[] args) throws Exception {
        framework.start();
        return framework.commandLine().applyAsInt(args);
    }

    private static void shutDown(Thread command, CountDownLatch ended, EmbeddedFramework framework) {
        try {
            if (ended.getCount() > 0) {
                command.interrupt();
                ended.await(CLEANUP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            framework.close();
        }
    }
}
