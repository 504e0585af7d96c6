package io.helve.app;

import io.helve.shell.CommandDispatcher;
import io.helve.shell.standalone.StandaloneServices;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a command on the main thread and exits with its exit code. Commands run without a framework, on the classes of
 * this jar; {@code helve shell} starts the {@link EmbeddedFramework}. On Ctrl-C the command is interrupted and has a
 * moment to clean up before its services are closed.
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
        StandaloneServices services = new StandaloneServices();
        FrameworkShell shell = new FrameworkShell(interrupted::get);
        Thread command = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            interrupted.set(true);
                            shutDown(command, ended, services, shell);
                        },
                        "helve-shutdown"));
        int code;
        try {
            code = new CommandDispatcher(services, shell).run(args);
        } catch (RuntimeException | LinkageError e) {
            System.err.println("helve: " + (interrupted.get() ? "interrupted" : "could not start: " + e.getMessage()));
            code = FAILED;
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static void shutDown(
            Thread command, CountDownLatch ended, StandaloneServices services, FrameworkShell shell) {
        try {
            if (ended.getCount() > 0) {
                command.interrupt();
                ended.await(CLEANUP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            services.close();
            shell.close();
        }
    }
}
