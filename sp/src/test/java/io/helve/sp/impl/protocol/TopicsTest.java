package io.helve.sp.impl.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.sp.impl.message.MessagePool;
import io.helve.sp.impl.message.SpMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The subscriptions of one context: what matches, and that their number does not matter. */
class TopicsTest {
    private final Topics topics = new Topics();
    private final MessagePool messages = new MessagePool();

    private boolean matches(String body) {
        return topics.match(messages.of(bytes(body)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void withoutATopicNothingMatches() {
        assertFalse(matches(""));
        assertFalse(matches("news"));
    }

    @Test
    void theEmptyTopicMatchesEverything() {
        topics.add(bytes(""));
        assertTrue(matches(""));
        assertTrue(matches("news"));
        assertTrue(topics.remove(bytes("")));
        assertFalse(matches("news"));
    }

    @Test
    void aTopicMatchesBodiesThatBeginWithIt() {
        topics.add(bytes("news/"));
        assertTrue(matches("news/"));
        assertTrue(matches("news/sport"));
        assertFalse(matches("news"));
        assertFalse(matches("old news/"));
    }

    @Test
    void topicsWithTheSameBeginningAreToldApart() {
        topics.add(bytes("news/sport"));
        topics.add(bytes("news/weather"));
        topics.add(bytes("news/s"));
        assertTrue(topics.remove(bytes("news/s")));
        assertTrue(matches("news/sport"));
        assertFalse(matches("news/sp"));
        assertFalse(topics.remove(bytes("news/")));
        assertFalse(topics.remove(bytes("news/sports")));
        assertTrue(topics.remove(bytes("news/weather")));
        assertFalse(matches("news/weather"));
        assertTrue(matches("news/sport"));
    }

    @Test
    void aTopicThatIsAddedTwiceIsRemovedOnce() {
        topics.add(bytes("twice"));
        topics.add(bytes("twice"));
        assertTrue(topics.remove(bytes("twice")));
        assertFalse(topics.remove(bytes("twice")));
        assertFalse(matches("twice"));
    }

    @Test
    void bytesAboveAsciiAreBytesLikeOthers() {
        topics.add(new byte[] {(byte) 0xff, 0});
        topics.add(new byte[] {(byte) 0x80});
        assertTrue(matches("\u00ff\u0000x"));
        assertTrue(matches("\u0080"));
        assertFalse(matches("\u007f"));
    }

    @Test
    void whateverIsAddedAndRemovedTheSameMatchesAsInAList() {
        SplittableRandom random = new SplittableRandom(7);
        TreeSet<String> model = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            String topic = text(random);
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(topic), topics.remove(bytes(topic)), topic);
            } else {
                model.add(topic);
                topics.add(bytes(topic));
            }
            String body = text(random);
            assertEquals(model.stream().anyMatch(body::startsWith), matches(body), () -> body + " in " + model);
            if (model.size() > 40) {
                List.copyOf(model).forEach(each -> assertTrue(topics.remove(bytes(each))));
                model.clear();
            }
        }
    }

    /** {@return a short text of few letters, so that many begin alike} */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    /** A list of topics takes a minute for this, because each topic is compared with all others. */
    @Test
    void theTimeForATopicDoesNotDependOnTheirNumber() {
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            many.add(bytes("prices/exchange/" + i));
        }
        SpMessage message = messages.of("prices/exchange/199999 and more");
        SpMessage other = messages.of("prices/exchanges");
        assertTimeout(Duration.ofSeconds(60), () -> {
            many.forEach(topics::add);
            for (int i = 0; i < 200_000; i++) {
                assertTrue(topics.match(message));
                assertFalse(topics.match(other));
            }
            many.forEach(topic -> assertTrue(topics.remove(topic)));
        });
        assertFalse(topics.match(message));
    }
}
