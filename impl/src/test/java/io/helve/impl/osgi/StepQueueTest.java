package io.helve.impl.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepQueueTest {
    private final StepQueue steps = new StepQueue();
    private final List<String> log = new ArrayList<>();

    @Test
    void aStepRunsOnTheThreadThatBringsIt() {
        steps.run(() -> log.add(Thread.currentThread().getName()));
        assertEquals(List.of(Thread.currentThread().getName()), log);
    }

    @Test
    void aStepThatComesDuringAnotherOneRunsAfterIt() {
        steps.run(() -> {
            steps.run(() -> log.add("second"));
            log.add("first");
        });
        assertEquals(List.of("first", "second"), log);
    }
}
