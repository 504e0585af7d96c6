package io.helve.ops.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.ops.RuntimeSources;
import io.helve.ops.inventory.FelixInventory;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.felix.inventory.Format;
import org.junit.jupiter.api.Test;

class InventoryTest extends SocketTest {
    private static final List<String> LISTS = List.of(
            "pools",
            "tenants",
            "callbacks",
            "handles",
            "sockets",
            "pipes",
            "listeners",
            "dialers",
            "streams",
            "config");

    private String print(Format format) {
        OperatorCommands commands = new OperatorCommands(new Observed(new RuntimeSources(runtime)));
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new FelixInventory(new Inventory(commands)).print(out, format, false);
        out.flush();
        return text.toString();
    }

    @Test
    void theTextHasTheTablesOfAllCommandsThatList() {
        SpSocket push = open(SpProtocol.PUSH);
        String text = print(Format.TEXT);
        LISTS.forEach(list -> assertTrue(text.contains("helve:" + list), text));
        assertTrue(text.contains("\nsocket/" + push.id() + " "), text);
    }

    @Test
    void theJsonHasAnArrayForEachList() {
        SpSocket push = open(SpProtocol.PUSH);
        String json = print(Format.JSON);
        LISTS.forEach(list -> assertTrue(json.contains("\"" + list + "\":["), json));
        assertTrue(json.startsWith("{") && json.strip().endsWith("]}"), json);
        assertTrue(json.contains("\"id\":\"socket/" + push.id() + "\""), json);
    }
}
