package io.helve.itest.interop;

import io.helve.itest.interop.InteropTest.Dialing;
import io.helve.sp.SpProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The results of the interoperability tests of one run. At its end it is written to the file that
 * {@code -Dinterop.table} names, if it names one.
 */
final class Table implements AutoCloseable {
    /** A message of that size went through. */
    record Passed(Against peer, SpProtocol ours, String scheme, Dialing dialing, int size) {}

    /** Something happened as it should, over these transports or in these ways. */
    record Shown(String group, String what, String with) {}

    /** The monitor of this object guards this set and the next map. */
    private final Set<Passed> passed = new HashSet<>();

    private final SortedMap<String, SortedMap<String, SortedSet<String>>> shown = new TreeMap<>();

    synchronized void add(Set<Passed> newPassed, Set<Shown> newShown) {
        passed.addAll(newPassed);
        for (Shown one : newShown) {
            shown.computeIfAbsent(one.group(), group -> new TreeMap<>())
                    .computeIfAbsent(one.what(), what -> new TreeSet<>())
                    .add(one.with());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        String file = System.getProperty("interop.table", "");
        if (!file.isEmpty()) {
            Path target = Path.of(file).toAbsolutePath();
            Files.createDirectories(target.getParent());
            Files.writeString(target, render());
        }
    }

    private String render() throws IOException {
        StringBuilder out = new StringBuilder();
        try (var introduction = Table.class.getResourceAsStream("introduction.md")) {
            out.append(new String(introduction.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (Against peer : Against.values()) {
            renderMessages(out, peer);
        }
        shown.forEach((group, rows) -> renderBehaviour(out, group, rows));
        return out.toString();
    }

    private void renderMessages(StringBuilder out, Against peer) {
        out.append("\n## Messages: ").append(peer.title).append("\n\n").append(peer.text);
        out.append("\n\n| we are | they are | ").append(String.join(" | ", peer.schemes));
        out.append(" |\n|---|---|").append("---|".repeat(peer.schemes.size())).append('\n');
        for (SpProtocol ours : peer.protocols) {
            out.append("| ").append(name(ours)).append(" | ").append(name(ours.peer()));
            for (String scheme : peer.schemes) {
                out.append(" | ").append(cell(peer, ours, scheme));
            }
            out.append(" |\n");
        }
    }

    private String cell(Against peer, SpProtocol ours, String scheme) {
        return "↗ " + sizes(peer, ours, scheme, Dialing.WE_DIAL) + "<br>↙ "
                + sizes(peer, ours, scheme, Dialing.THEY_DIAL);
    }

    private String sizes(Against peer, SpProtocol ours, String scheme, Dialing dialing) {
        return peer.sizes(ours).stream()
                .map(size ->
                        passed.contains(new Passed(peer, ours, scheme, dialing, size)) ? size(size) : "**missing**")
                .collect(Collectors.joining(" "));
    }

    static String name(SpProtocol protocol) {
        return protocol == SpProtocol.PAIR0 ? "pair0" : protocol.protocolName();
    }

    private static String size(int bytes) {
        return switch (bytes) {
            case 64 << 10 -> "64K";
            case 8 << 20 -> "8M";
            default -> Integer.toString(bytes);
        };
    }

    private static void renderBehaviour(StringBuilder out, String group, SortedMap<String, SortedSet<String>> rows) {
        out.append("\n## ").append(group).append("\n\n| what | seen with |\n|---|---|\n");
        rows.forEach((what, with) -> out.append("| ")
                .append(what)
                .append(" | ")
                .append(String.join(", ", with))
                .append(" |\n"));
    }
}
