package io.helve.examples.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.sp.SpSockets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MembersTest {
    @Test
    void theSurveyHasTheAnswersThatCameInTime() throws Exception {
        try (AioRuntime runtime = AioRuntime.open()) {
            AioFactory factory = runtime.factory();
            SpSockets sockets = SpSockets.of(runtime);
            String url = "inproc://members";
            try (Surveyor surveyor = new Surveyor(sockets, url, Duration.ofSeconds(3), 3);
                    Member one = new Member(factory, sockets, url, question -> Optional.of("one: " + question));
                    Member two = new Member(factory, sockets, url, question -> Optional.of("two: " + question));
                    Member silent = new Member(factory, sockets, url, question -> Optional.empty())) {
                surveyor.awaitMembers();
                assertEquals(Set.of("one: well?", "two: well?"), Set.copyOf(surveyor.ask("well?")));
            }
        }
    }
}
