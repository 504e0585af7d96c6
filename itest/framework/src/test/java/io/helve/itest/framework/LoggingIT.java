package io.helve.itest.framework;

import static org.junit.Assert.assertEquals;

import io.helve.itest.framework.LogCapture.Entry;
import java.util.List;
import org.junit.Test;

/** The log entries of each bundle name that bundle, and tell operators what happens. */
public class LoggingIT extends SocketsTest {
    @Test
    public void entriesNameTheBundleThatLogsAndWhatChanged() throws Exception {
        sockets();
        try (LogCapture log = new LogCapture()) {
            net().stop();
            net().start();
            eventually("what net says").until(() -> log.infos().contains("Byte streams are carried by nio"));
            eventually("what sp says")
                    .until(() -> log.infos().stream()
                            .anyMatch(text -> text.startsWith("Sockets can use") && text.contains("tcp, ")));
            List<Entry> entries = log.entries();
            assertEquals("io.helve.net", bundle(entries, "Byte streams are carried by nio"));
            assertEquals("io.helve.sp", bundle(entries, "Sockets have no transport any more for"));
            assertEquals("io.helve.sp", bundle(entries, "Sockets can use"));
            assertEquals(List.of(), log.errors());
            assertEquals(List.of(), log.warnings());
        }
    }

    private static String bundle(List<Entry> entries, String text) {
        return entries.stream()
                .filter(entry -> entry.text().startsWith(text))
                .map(Entry::bundle)
                .findFirst()
                .orElse("nobody says it: " + entries);
    }
}
