package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import io.helve.aio.AioFactory;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.After;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.ProbeBuilder;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.options.UrlProvisionOption;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * What all tests in a framework share: each class gets a framework of its own with our bundles in it, and after each
 * test the counters must add up.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class FrameworkTest {
    @Inject
    protected BundleContext context;

    @Configuration
    public Option[] bundles() {
        return options(
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                file("pax-logging-api"),
                file("org.osgi.util.function"),
                file("org.osgi.util.promise"),
                file("org.osgi.service.component"),
                file("org.apache.felix.configadmin"),
                file("org.apache.felix.metatype"),
                file("org.apache.felix.scr"),
                file("hamcrest"),
                file("awaitility"),
                file("io.helve.api"),
                file("io.helve.impl"),
                junitBundles());
    }

    /** Returns one of the jars that the build has collected. */
    protected static UrlProvisionOption file(String name) {
        return bundle("reference:"
                + Path.of(System.getProperty("bundles.dir"), name + ".jar").toUri());
    }

    @ProbeBuilder
    public TestProbeBuilder shareTheTenantsInterface(TestProbeBuilder probe) {
        probe.setHeader("Export-Package", "io.helve.itest.tenant");
        return probe;
    }

    @After
    public void countersAddUpAndNothingIsLeft() {
        for (var reference : references(AioStatistics.class)) {
            AioStatistics statistics = context.getService(reference);
            if (statistics == null) { // the service has gone meanwhile, as it does after a change of its configuration
                continue;
            }
            eventually("nothing in progress, no handle open").until(() -> {
                var total = statistics.snapshot().total();
                return total.inProgress() == 0 && total.open() == 0;
            });
            AioSnapshot end = statistics.snapshot();
            var total = end.total();
            assertEquals(
                    total.toString(),
                    total.started(),
                    total.succeeded() + total.failed() + total.cancelled() + total.timedOut() + total.stopped());
            assertEquals(0, end.queued());
            context.ungetService(reference);
        }
    }

    /** Starts waiting for something that must happen soon, however busy the machine is. */
    protected static ConditionFactory eventually(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5));
    }

    /** Waits for the service with the highest ranking: SCR registers it some time after the bundle has started. */
    protected <S> S service(Class<S> type) {
        return eventually("a service " + type.getName())
                .until(() -> present(context.getServiceReference(type)), Objects::nonNull);
    }

    /** Waits for the service of a named pool. */
    protected <S> S service(Class<S> type, String pool) {
        return eventually("a service " + type.getName() + " of pool " + pool)
                .until(
                        () -> references(type, pool).stream()
                                .map(this::present)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    /** Returns the service, or null if it has gone: a change of its configuration makes it go and come again. */
    private <S> S present(ServiceReference<S> reference) {
        return reference == null ? null : context.getService(reference);
    }

    protected <S> List<ServiceReference<S>> references(Class<S> type, String pool) {
        return matching(type, "(" + AioFactory.POOL + "=" + pool + ")");
    }

    protected <S> List<ServiceReference<S>> references(Class<S> type) {
        return matching(type, null);
    }

    private <S> List<ServiceReference<S>> matching(Class<S> type, String filter) {
        try {
            return List.copyOf(context.getServiceReferences(type, filter));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Has bundles resolved anew; those that ran run again. */
    protected void refresh(Bundle... bundles) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundles), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        if (!refreshed.await(120, TimeUnit.SECONDS)) {
            throw new AssertionError("no refresh of " + List.of(bundles));
        }
    }

    protected Bundle bundleNamed(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().equals(symbolicName)) {
                return bundle;
            }
        }
        throw new IllegalStateException("no bundle " + symbolicName);
    }

    /** Returns the names of all live threads that begin with a prefix. */
    protected static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** Returns how many completion threads a pool has. */
    protected static long completionThreads(String pool) {
        String prefix = "helve-aio-" + pool + "-";
        return threads(prefix).stream()
                .filter(name -> name.substring(prefix.length()).matches("\\d+"))
                .count();
    }
}
