package io.helve.impl.pool;

import io.helve.aio.AioConfig;

/** Makes workers, whose threads keep no reference to the code that caused their start. */
class WorkerFactory {
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private final ClassLoader contextLoader = WorkerFactory.class.getClassLoader();

    final Worker newWorker(CompletionPool pool, AioConfig config, int number, int lane, PoolTenant reservedFor) {
        String name = "helve-aio-" + config.pool() + "-" + (number + 1);
        Worker worker = new Worker(pool, group, name, number, lane, reservedFor);
        worker.thread.setPriority(config.threadPriority());
        return worker;
    }

    void start(Worker worker) {
        worker.thread.start();
    }

    final ClassLoader contextLoader() {
        return contextLoader;
    }
}
