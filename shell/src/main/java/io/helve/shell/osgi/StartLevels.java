package io.helve.shell.osgi;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The start levels at which the launcher of the runnable jar installs the bundles that not every command needs. */
final class StartLevels {
    /** {@code io.helve.net} and Netty. */
    static final int STREAMS = 2;

    /** {@code io.helve.sp}. */
    static final int SOCKETS = 3;

    /** Gogo. */
    static final int SHELL = 4;

    private StartLevels() {}

    /**
     * Raises the framework's start level to {@code wanted} and waits until it is reached. In other frameworks it is
     * higher already.
     */
    static void raise(BundleContext context, int wanted) throws InterruptedException {
        FrameworkStartLevel level =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        if (level.getStartLevel() < wanted) {
            CountDownLatch reached = new CountDownLatch(1);
            level.setStartLevel(wanted, event -> reached.countDown());
            reached.await();
        }
    }
}
