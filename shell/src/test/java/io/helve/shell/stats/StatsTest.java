package io.helve.shell.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioConfig;
import io.helve.aio.AioCounters;
import io.helve.aio.AioHistogram;
import io.helve.aio.AioSnapshot;
import io.helve.internal.BucketHistogram;
import io.helve.stream.StreamConfig;
import io.helve.stream.StreamMemory;
import io.helve.stream.StreamSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTest {
    private static final AioCounters COUNTERS = new AioCounters(10, 1, 100, 90, 1, 2, 3, 4);

    private final AioSnapshot pool = new AioSnapshot(
            AioConfig.builder().pool("disk").threads(2, 4).build(),
            3,
            1,
            2,
            7,
            5,
            9,
            6,
            COUNTERS,
            List.of(new AioSnapshot.Tenant("a \"bundle\" [12]", COUNTERS)),
            histogram(1_000, 1_000, 2_000_000),
            histogram());

    @Test
    void textShowsTheCountersAsATable() {
        String text = StatsText.format(List.of(pool), List.of());

        assertTrue(text.startsWith("""
                        pool disk: 3 threads (2 to 4 and 1 spare), 2 busy, 7 completions queued, \
                        5 slow callbacks, 6 failed, 9 suspensions of inline callbacks

                          tenant           allocated  open  started  succeeded  failed  cancelled  timed out  stopped
                          a "bundle" [12]         10     1      100         90       1          2          3        4
                          all, also gone          10     1      100         90       1          2          3        4
                        """), text);
    }

    @Test
    void textShowsHistogramsAsBars() {
        String text = StatsText.format(List.of(pool), List.of());

        assertTrue(text.contains("""
                        time from finish to callback
                          p50    1.02 us  ###################
                          p75    2.00 ms  ########################################
                        """), text);
        assertTrue(text.contains("of 3 samples"), text);
        assertTrue(text.endsWith("run time of callbacks\n  nothing yet\n"), text);
    }

    @Test
    void severalPoolsFollowEachOther() {
        assertEquals(2, StatsText.format(List.of(pool, pool), List.of()).split("pool disk", -1).length - 1);
        assertEquals("", StatsText.format(List.of(), List.of()));
    }

    @Test
    void namesHaveNoControlCharacters() {
        AioSnapshot named = new AioSnapshot(
                pool.config(),
                3,
                2,
                1,
                7,
                5,
                9,
                6,
                COUNTERS,
                List.of(new AioSnapshot.Tenant("\u001b[2J\u009b", COUNTERS)),
                histogram(),
                histogram());
        assertTrue(StatsText.format(List.of(named), List.of()).contains("  \\u001b[2J\\u009b "));
        assertTrue(StatsJson.format(List.of(named), List.of()).contains("\"\\u001b[2J\\u009b\""));
    }

    @Test
    void jsonHasTheSame() {
        String json = StatsJson.format(List.of(pool), List.of()).replace("\n", "");

        assertTrue(json.startsWith("{\"pools\":[{\"pool\":\"disk\",\"threads\":3,"), json);
        assertTrue(json.contains("\"name\":\"a \\\"bundle\\\" [12]\",\"allocated\":10,\"open\":1"), json);
        assertTrue(json.contains("\"queueTime\":{\"count\":3,\"p50\":1023,"), json);
        assertTrue(json.contains("\"slowCallbacks\":5,\"inlineSuspensions\":9,\"callbackFailures\":6,"), json);
        assertTrue(json.endsWith("]}"), json);
        assertEquals("{\"pools\":[]}\n", StatsJson.format(List.of(), List.of()));
    }

    private static AioHistogram histogram(long... values) {
        long[] counts = new long[BucketHistogram.BUCKETS];
        long max = 0;
        for (long value : values) {
            counts[BucketHistogram.bucketOf(value)]++;
            max = Math.max(max, value);
        }
        return new BucketHistogram(counts, max);
    }

    @Test
    void streamsAreToldWhenThereAreAny() {
        StreamMemory all = new StreamMemory(1, 2, 3, 4, 5, 6, 7);
        var tenant = new StreamSnapshot.Tenant("shop [7]", new StreamMemory(11, 12, 13, 14, 15, 16, 17));
        StreamSnapshot streams = new StreamSnapshot(
                StreamConfig.DEFAULTS,
                "epoll",
                2,
                4,
                1,
                3,
                10,
                20,
                5,
                6,
                7,
                8,
                9,
                700,
                800,
                17,
                18,
                all,
                List.of(tenant));
        String text = StatsText.format(List.of(), List.of(streams));
        assertTrue(text.startsWith("streams over epoll: 2 threads, 4 open, 1 dialers, 3 listeners"), text);
        assertTrue(text.contains("dialed 10, 5 failed; accepted 20, 6 failed"), text);
        assertTrue(text.contains("handshakes: 7 now, 8 dropped for newer ones; 9 origins refused"), text);
        assertTrue(text.contains("700 bytes sent, 800 received"), text);
        assertTrue(text.contains("kept on the heap for slow peers and readers: 17 of 18 bytes"), text);
        assertTrue(
                text.contains("all tenants: direct memory 1 of 2 bytes, 3 refused;"
                        + " accepted connections 4 of 5, counted as 6 of 7 bytes"),
                text);
        assertTrue(text.contains("shop [7]: direct memory 11 of 12 bytes, 13 refused;"), text);
        String json = StatsJson.format(List.of(), List.of(streams)).replace("\n", "");
        assertTrue(json.startsWith("{\"pools\":[],\"streams\":[{\"transport\":\"epoll\",\"threads\":2,"), json);
        assertTrue(json.contains("\"handshakes\":7,\"handshakesDropped\":8,\"originsRefused\":9,"), json);
        assertTrue(json.contains("\"bytesReceived\":800,\"heapKept\":17,\"heapKeptMax\":18,"), json);
        assertTrue(json.contains("\"memory\":{\"directUsed\":1,\"directMax\":2,\"directRefused\":3,"), json);
        assertTrue(json.contains("\"tenants\":[{\"name\":\"shop [7]\",\"directUsed\":11,"), json);
        assertTrue(json.endsWith("\"acceptedBytes\":16,\"acceptedBytesMax\":17}]}]}"), json);
    }
}
