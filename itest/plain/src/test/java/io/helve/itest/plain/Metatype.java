package io.helve.itest.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The attributes of a configuration, read from the source of its metatype. */
record Metatype(String title, List<Attribute> attributes) {
    private static final Pattern TITLE = Pattern.compile("@ObjectClassDefinition\\(\\s*name = \"([^\"]+)\"");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("@AttributeDefinition\\((.*?)\\)\\s+\\w+ (\\w+)\\(\\) default ([^;]+);", Pattern.DOTALL);
    private static final Pattern DESCRIPTION =
            Pattern.compile("description\\s*=\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern OPTION = Pattern.compile("value = \"([^\"]+)\"");

    /** An attribute: key, default value, possible values and description. */
    record Attribute(String key, String missing, String values, String description) {
        /** {@return the row of the attribute in the guide} */
        String row() {
            String shown = missing.contains("MAX_VALUE") ? "no limit" : missing;
            return "| `" + key + "` | " + shown + " | " + values + " | " + description + " |";
        }

        /** {@return the lines of the attribute in a file with all keys as comments} */
        String lines() {
            String shown = missing.replace("Integer.MAX_VALUE", Integer.toString(Integer.MAX_VALUE))
                    .replace("Long.MAX_VALUE", Long.toString(Long.MAX_VALUE));
            String range = values.isEmpty() ? "" : "# Values: " + values.replace("`", "") + "\n";
            return "\n# " + description + "\n" + range + "# " + key + " = " + shown + "\n";
        }
    }

    static Metatype of(Path source) throws IOException {
        String text = Files.readString(source);
        Matcher title = TITLE.matcher(text);
        if (!title.find()) {
            throw new IllegalArgumentException("no metatype: " + source);
        }
        List<Attribute> attributes = new ArrayList<>();
        for (MatchResult found : ATTRIBUTE.matcher(text).results().toList()) {
            attributes.add(new Attribute(
                    found.group(2).replace('_', '.'),
                    found.group(3).replace("\"", ""),
                    values(found.group(1)),
                    description(found.group(1))));
        }
        return new Metatype(title.group(1), attributes);
    }

    private static String description(String annotation) {
        Matcher matcher = DESCRIPTION.matcher(annotation);
        return matcher.find()
                ? LITERAL.matcher(matcher.group(1))
                        .results()
                        .map(literal -> literal.group(1).replace("\\\"", "\""))
                        .collect(Collectors.joining())
                : "";
    }

    private static String values(String annotation) {
        String options = OPTION.matcher(annotation)
                .results()
                .map(option -> "`" + option.group(1) + "`")
                .collect(Collectors.joining(", "));
        String min = number(annotation, "min");
        String max = number(annotation, "max");
        if (!options.isEmpty() || min.isEmpty()) {
            return options;
        }
        return max.isEmpty() ? min + " at least" : min + " to " + max;
    }

    private static String number(String annotation, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + " = \"(-?\\d+)\"").matcher(annotation);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** {@return a file for Karaf's folder etc, with all keys as comments} */
    String file(String pid) {
        String head =
                "# " + title + ": all keys of " + pid + " with their defaults. Remove the # before a key to set it.\n"
                        + "# Numbers may have a factor (64k), durations a unit (250ms, 2s, 5m).\n";
        return attributes.stream()
                .filter(attribute -> !attribute.key().equals("aio.pool")) // further pools have files of their own
                .map(Attribute::lines)
                .collect(Collectors.joining("", head, ""));
    }
}
