package io.helve.ops.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Prints the lists of all commands, one after the other, for consoles and for reports that save the whole state. */
public final class Inventory {
    private static final List<List<String>> LISTS = List.of(
            List.of("pools"),
            List.of("tenants"),
            List.of("callbacks", "--stack"),
            List.of("handles", "--limit", "1000"),
            List.of("sockets"),
            List.of("pipes"),
            List.of("listeners"),
            List.of("dialers"),
            List.of("streams"),
            List.of("endpoints"),
            List.of("config"));

    private final OperatorCommands commands;

    /**
     * Creates an inventory.
     *
     * @param commands the commands
     */
    public Inventory(OperatorCommands commands) {
        this.commands = commands;
    }

    /** Prints tables with headings. */
    public void printText(PrintWriter out) {
        for (List<String> list : LISTS) {
            out.println("helve:" + String.join(" ", list));
            out.println();
            out.print(output(list));
            out.println();
        }
    }

    /** Prints a JSON object that has the list of each command under the name of the command. */
    public void printJson(PrintWriter out) {
        out.print('{');
        String separator = "";
        for (List<String> list : LISTS) {
            out.print(separator + "\"" + list.get(0) + "\":");
            out.print(output(withJson(list)).strip());
            separator = ",";
        }
        out.println('}');
    }

    private static List<String> withJson(List<String> list) {
        return Stream.concat(list.stream(), Stream.of(Usage.JSON)).toList();
    }

    private String output(List<String> command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            commands.run(command.get(0), out, command.subList(1, command.size()).toArray(String[]::new));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
