package io.helve.examples.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts the lines of code of each task. Blank lines and comments do not count. */
final class LineCount {
    private static final Pattern TASK = Pattern.compile("(?ms)^ *// task: ([^\n]+)\n(.*?)^ *// end$");

    /** What each task is, by its name in the sources. */
    private static final Map<String, String> TASKS = new LinkedHashMap<>();

    static {
        TASKS.put("timer", "call a method every second");
        TASKS.put("reply", "answer requests");
        TASKS.put("ask", "send a request, and wait five seconds for the reply");
        TASKS.put("publish", "publish to all subscribers");
        TASKS.put("subscribe", "receive what begins with a topic");
        TASKS.put("push", "hand jobs to workers that have room");
        TASKS.put("pull", "take jobs");
        TASKS.put("survey", "ask all peers, and take answers until the deadline");
        TASKS.put("tls echo", "send all bytes back, over TLS, no faster than the peer reads");
        TASKS.put("file", "read the first 80 bytes of a file, for a second at most");
    }

    private LineCount() {}

    /** {@return a table in Markdown, of the sources of this project} */
    static String table(Path project) throws IOException {
        Path java = project.resolve("src/main/java/io/helve/examples/tasks");
        List<Map<String, Long>> columns = List.of(
                count(java.resolve("HelveTasks.java")),
                count(java.resolve("JeroMqTasks.java")),
                count(java.resolve("NettyTasks.java")),
                count(project.resolve("src/main/c/tasks.c")));
        StringBuilder table =
                new StringBuilder("| task | Helve | JeroMQ | Netty | nng (C) |\n|---|---:|---:|---:|---:|\n");
        TASKS.forEach((name, text) -> {
            table.append("| ").append(text).append(" |");
            columns.forEach(column -> table.append(' ')
                    .append(column.containsKey(name) ? column.get(name) : "-")
                    .append(" |"));
            table.append('\n');
        });
        return table.toString();
    }

    private static Map<String, Long> count(Path source) throws IOException {
        Map<String, Long> lines = new LinkedHashMap<>();
        TASK.matcher(Files.readString(source))
                .results()
                .forEach(task -> lines.put(task.group(1), lines(task.group(2))));
        return lines;
    }

    private static long lines(String code) {
        return code.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .count();
    }
}
