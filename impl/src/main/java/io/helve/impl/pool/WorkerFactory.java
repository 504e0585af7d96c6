package io.helve.impl.pool;

import io.helve.aio.AioConfig;
import java.security.AccessController;
import java.security.PrivilegedAction;

/** Makes worker threads that hold on to nothing of whoever happened to need them first. */
class WorkerFactory {
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private final ClassLoader contextLoader = WorkerFactory.class.getClassLoader();

    // Up to JDK 23 a thread keeps the access control context of its creator, and with it the class loaders of all its
    // callers; a privileged action cuts that off. Later JDKs just run the action.
    @SuppressWarnings("removal")
    final Worker newWorker(CompletionPool pool, AioConfig config, int number, int lane, PoolTenant reservedFor) {
        return AccessController.doPrivileged((PrivilegedAction<Worker>) () -> {
            Worker worker = new Worker(
                    pool, group, "helve-aio-" + config.pool() + "-" + (number + 1), number, lane, reservedFor);
            worker.setPriority(config.threadPriority());
            worker.setContextClassLoader(contextLoader);
            return worker;
        });
    }

    void start(Worker worker) {
        worker.start();
    }

    final ClassLoader contextLoader() {
        return contextLoader;
    }
}
