package io.helve.shell.osgi;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Where the launcher of the runnable jar has put bundles that not every command needs: they start when one does. */
final class StartLevels {
    /** {@code io.helve.net}, and what it stands on. */
    static final int STREAMS = 2;

    /** {@code io.helve.sp}. */
    static final int SOCKETS = 3;

    /** Gogo. */
    static final int SHELL = 4;

    private StartLevels() {}

    /** Has the framework reach the level, and waits for that; in others than the launcher's it is there already. */
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
