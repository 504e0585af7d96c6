package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.aio.AioFactory;
import io.helve.itest.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** However often bundles come and go, no thread and no class loader of theirs stays. */
public class LeakIT extends FrameworkTest {
    private final ClassLoaders loaders = new ClassLoaders();
    private Bundle impl;
    private Bundle tenantBundle;

    @Before
    public void startATenant() throws Exception {
        service(AioFactory.class);
        impl = bundleNamed("io.helve.impl");
        tenantBundle = Tenants.start(context, "tenant");
    }

    @After
    public void uninstallIt() throws Exception {
        tenantBundle.uninstall();
    }

    @Test
    public void twoHundredRefreshesOfAUsingBundleLeaveNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            useTheService();
            loaders.note(tenantBundle);
            refreshed(tenantBundle);
        }
        loaders.awaitCollected();
    }

    @Test
    public void aHundredRestartsUpdatesAndRefreshesOfTheImplementationLeaveNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            useTheService();
            if (i % 3 == 0) {
                impl.stop();
                assertEquals(List.of(), threads("helve-"));
                impl.start();
            } else {
                loaders.note(impl);
                if (i % 3 == 1) {
                    impl.update();
                }
                refreshed(impl);
            }
        }
        useTheService(); // so that the tenant does not remember the last one
        loaders.awaitCollected();
        impl.stop();
        assertEquals(List.of(), threads("helve-"));
        impl.start();
    }

    private void useTheService() {
        eventually("the service").until(() -> context.getServiceReference(AioFactory.class) != null);
        Tenant tenant = Tenants.tenant(tenantBundle);
        tenant.startPending(3);
        tenant.factory()
                .submit(aio -> tenant.factory().sleep(Duration.ZERO, aio))
                .join();
    }

    private void refreshed(Bundle bundle) throws InterruptedException {
        refresh(bundle);
        eventually(bundle + " active").until(() -> bundle.getState() == Bundle.ACTIVE);
    }
}
