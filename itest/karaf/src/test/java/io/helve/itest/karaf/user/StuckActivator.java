package io.helve.itest.karaf.user;

import io.helve.aio.AioFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle with a callback that blocks until the bundle stops; its service waits until the callback runs. */
public final class StuckActivator implements BundleActivator, Callable<String> {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void start(BundleContext context) {
        AioFactory factory = context.getService(context.getServiceReference(AioFactory.class));
        factory.sleep(Duration.ZERO, factory.alloc(aio -> {
            entered.countDown();
            stayStuck();
        }));
        context.registerService(Callable.class, this, null);
    }

    private void stayStuck() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String call() throws InterruptedException {
        entered.await();
        return "stuck";
    }

    @Override
    public void stop(BundleContext context) {
        end.countDown();
    }
}
