package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.helve.stream.StreamProperty;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** With the bundles of Linux's I/O backends: Helve uses a backend that is installed, and backends may come and go. */
public class NativeBackendsIT extends StreamsTest {
    private static final String EPOLL = "io.netty.transport-classes-epoll";
    private static final String EPOLL_LIBRARY = "io.netty.transport-native-epoll.linux-x86_64";

    @Override
    protected Option[] nativeBundles() {
        return new Option[] {
            file("netty-transport-classes-epoll"),
            file("netty-transport-classes-io_uring"),
            file("netty-transport-native-epoll-linux-x86_64").noStart(),
            file("netty-transport-native-io_uring-linux-x86_64").noStart()
        };
    }

    @Before
    public void onlyWhereTheyRun() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        awaitScheme("tcp");
    }

    @Test
    public void epollCarriesEverySchemeUnlessConfiguredOtherwise() throws Exception {
        assertEquals("epoll", snapshot().transport());
        trafficOverAllSchemes(usableSchemes());
    }

    @Test
    public void theTransportIsChangedUnderTraffic() throws Exception {
        Configured configuration = new Configured(service(ConfigurationAdmin.class), "io.helve.net");
        try (Traffic first = traffic("tcp", 3);
                LogCapture log = new LogCapture()) {
            for (String transport : new String[] {"nio", "epoll", "io_uring", "auto"}) {
                configuration.update(Map.of("transport", transport, "threads", 2));
                eventually(transport + " configured")
                        .until(() -> snapshot().config().transport().name().equalsIgnoreCase(transport));
                String expected = transport.equals("auto") ? "epoll" : transport;
                eventually(transport + " in force")
                        .until(() -> snapshot().transport().equals(expected)
                                || transport.equals("io_uring") && saysThatIoUringIsMissing(log));
                String carried = snapshot().transport();
                first.goesOn(20_000);
                try (Traffic another = traffic("ipc", 2)) {
                    another.goesOn(20_000);
                    assertEquals(carried, another.talks().get(0).stream().get(StreamProperty.TRANSPORT));
                    another.endsWithoutLoss();
                }
            }
            first.endsWithoutLoss();
        } finally {
            configuration.delete();
        }
    }

    /** Not every kernel and container allows io_uring. */
    private static boolean saysThatIoUringIsMissing(LogCapture log) {
        return log.warnings().stream().anyMatch(text -> text.startsWith("IO_URING is not available"));
    }

    @Test
    public void theBundlesMayGoAndComeBack() throws Exception {
        Bundle library = bundleNamed(EPOLL_LIBRARY);
        String libraryLocation = library.getLocation();
        Bundle classes = bundleNamed(EPOLL);
        String classesLocation = classes.getLocation();

        library.uninstall();
        refresh(library, classes);
        carries("nio");

        classes.uninstall();
        refresh(classes);
        carries("nio");

        classes = context.installBundle(classesLocation);
        context.installBundle(libraryLocation);
        classes.start();
        refresh(net());
        carries("epoll");
    }

    private void carries(String transport) throws Exception {
        eventually("wired anew").until(() -> net().getState() == Bundle.ACTIVE);
        awaitScheme("tcp");
        eventually("carried by " + transport).until(() -> snapshot().transport().equals(transport));
        try (Traffic traffic = traffic("tcp", 2)) {
            traffic.goesOn(10_000);
            assertEquals(transport, traffic.talks().get(0).stream().get(StreamProperty.TRANSPORT));
            traffic.endsWithoutLoss();
        }
    }
}
