package io.helve.ops.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.ops.RuntimeSources;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionsTest extends SocketTest {
    private Completions completions;

    @BeforeEach
    void makeCompletions() {
        completions = new Completions(new Observed(new RuntimeSources(runtime)));
    }

    private List<String> after(String command, String... before) {
        Usage usage = OperatorCommands.usages().stream()
                .filter(each -> each.name().equals(command))
                .findFirst()
                .orElseThrow();
        return completions.after(usage, List.of(before));
    }

    @Test
    void theOptionsOfTheCommandThatTheLineHasNotYet() {
        assertEquals(List.of("--json", "--help", "--bundle"), after("pools"));
        assertEquals(List.of("--help", "--bundle"), after("pools", "--json"));
    }

    @Test
    void theValuesOfAnOption() {
        helve.handle();
        assertEquals(List.of(runtime.snapshot().config().pool()), after("handles", "--bundle"));
        assertTrue(after("handles", "--state").contains("pending"));
        assertEquals(List.of(), after("handles", "--limit"));
    }

    @Test
    void theIdsOfWhatIsOpenForTheCommandThatCloses() {
        SpSocket push = open(SpProtocol.PUSH);
        push.listen("inproc://completions");
        List<String> ids = after("close");
        assertTrue(ids.contains("socket/" + push.id()), ids.toString());
        assertTrue(ids.stream().anyMatch(id -> id.matches("listener/\\d+")), ids.toString());
        assertFalse(after("close", "socket/" + push.id()).contains("socket/" + push.id()));
        assertFalse(after("pools").contains("socket/" + push.id()));
    }
}
