package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamFactory;
import io.helve.stream.provider.StreamProvider;
import io.helve.stream.provider.StreamSession;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Providers of schemes come and go while streams are in use. */
public class StreamProvidersIT extends StreamsTest {
    private static final String LOOP = "loop://here";

    private Bundle loop;

    @Before
    public void startTheOtherProvider() throws Exception {
        awaitScheme("tcp");
        loop = Tenants.startLoop(context);
        awaitScheme("loop");
    }

    @After
    public void uninstallIt() throws Exception {
        loop.uninstall();
    }

    @Test
    public void aProviderOfAnotherBundleComesAndGoesUnderTraffic() throws Exception {
        StreamFactory streams = streams();
        try (Traffic ofNet = traffic("tcp", 2)) {
            for (int round = 0; round < 10; round++) {
                awaitScheme("loop");
                try (StreamDialer dialer = streams.dialer(LOOP);
                        Traffic ofLoop = new Traffic(factory(), dialer, 3)) {
                    ofLoop.goesOn(10_000);
                    ofLoop.violations().mayEnd(AioError.ECLOSED);

                    loop.stop();

                    eventually("its operations ended").until(ofLoop::isQuiet);
                    ofLoop.violations().assertNone();
                    ofLoop.talks().forEach(talk -> assertEquals(AioError.ECLOSED, talk.ending()));
                }
                AioException refused = assertThrows(AioException.class, () -> streams.dialer(LOOP));
                assertEquals(AioError.ENOTSUP, refused.error());
                ofNet.goesOn(10_000);
                loop.start();
            }
            ofNet.endsWithoutLoss();
        }
    }

    @Test
    public void theFactoryWorksWhileOurOwnProviderIsAway() throws Exception {
        ServiceComponentRuntime components = service(ServiceComponentRuntime.class);
        ComponentDescriptionDTO network =
                components.getComponentDescriptionDTO(net(), "io.helve.net.osgi.NetworkComponent");
        StreamFactory streams = streams();
        try (StreamDialer dialer = streams.dialer(LOOP);
                Traffic ofLoop = new Traffic(factory(), dialer, 2);
                Traffic ofNet = traffic("tcp", 2)) {
            ofNet.goesOn(10_000);
            ofNet.violations().mayEnd(AioError.ECLOSED, AioError.ECONNRESET, AioError.ECONNSHUT);

            components.disableComponent(network).getValue();

            eventually("our own has gone").until(() -> streams.schemes().equals(Set.of("loop")));
            eventually("its operations ended").until(ofNet::isQuiet);
            ofNet.violations().assertNone();
            assertThrows(AioException.class, () -> streams.dialer("tcp://127.0.0.1:1"));
            assertNoThreadOfNet();
            ofLoop.goesOn(10_000);

            components.enableComponent(network).getValue();

            assertSame(streams, streams());
            try (Traffic again = traffic("tcp", 2)) {
                again.goesOn(10_000);
                again.endsWithoutLoss();
            }
            ofLoop.endsWithoutLoss();
        }
    }

    /** Returns a provider that makes nothing. */
    private static StreamProvider refusing(String scheme) {
        return new StreamProvider() {
            @Override
            public Set<String> schemes() {
                return Set.of(scheme);
            }

            @Override
            public StreamSession open(String user) {
                throw new AioException(AioError.EPERM, "nothing for " + user);
            }
        };
    }

    private static Hashtable<String, Object> ranking(int ranking) {
        return new Hashtable<>(Map.of(StreamProvider.SCHEME, "tcp", Constants.SERVICE_RANKING, ranking));
    }

    @Test
    public void ofSeveralProvidersTheOneWithTheHighestRankingIsUsedAndWhatThereIsStays() throws Exception {
        try (Traffic before = traffic("tcp", 2)) {
            var registration = context.registerService(StreamProvider.class, refusing("tcp"), ranking(0));
            assertOursIsUsed(); // it was there earlier
            registration.setProperties(ranking(1));
            AioException refused =
                    assertThrows(AioException.class, () -> streams().dialer("tcp://127.0.0.1:1"));
            assertEquals(AioError.EPERM, refused.error());
            before.goesOn(10_000);
            registration.setProperties(ranking(-1));
            assertOursIsUsed();
            registration.setProperties(ranking(1));
            registration.unregister();
            assertOursIsUsed();
            before.endsWithoutLoss();
        }
    }

    private void assertOursIsUsed() {
        streams().dialer("tcp://127.0.0.1:1").close();
    }

    @Test
    public void theSchemesAreWhatThePropertySaysAtTheMoment() {
        StreamProvider provider = refusing("asked");
        Set<String> before = Set.copyOf(streams().schemes());
        var registration = context.registerService(StreamProvider.class, provider, null);
        assertTrue("without the property it is asked", streams().schemes().contains("asked"));

        registration.setProperties(new Hashtable<>(Map.of(StreamProvider.SCHEME, new String[] {"first", "second"})));
        assertTrue(streams().schemes().containsAll(Set.of("first", "second")));
        assertTrue(!streams().schemes().contains("asked"));

        registration.unregister();
        assertEquals(before, streams().schemes());
    }
}
