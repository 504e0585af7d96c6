package io.helve.races;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends the virtual machine when a call that cannot be interrupted does not return. jcstress reports the end of the
 * virtual machine as an error and goes on with the next test.
 */
final class HangGuard {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);
    private static final Map<Thread, Long> SINCE = new ConcurrentHashMap<>();

    static {
        Thread guard = new Thread(HangGuard::watch, "hang-guard");
        guard.setDaemon(true);
        guard.start();
    }

    private HangGuard() {}

    static void run(Runnable call) {
        Thread current = Thread.currentThread();
        SINCE.put(current, System.nanoTime());
        call.run();
        SINCE.remove(current);
    }

    private static void watch() {
        for (; ; ) {
            SINCE.forEach((thread, since) -> {
                if (System.nanoTime() - since > LIMIT) {
                    System.err.println("hung: " + thread);
                    for (StackTraceElement frame : thread.getStackTrace()) {
                        System.err.println("\tat " + frame);
                    }
                    Runtime.getRuntime().halt(3);
                }
            });
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
